/** The stylesheet of the reference page, light and dark. */
export const style = `
:root { color-scheme: light dark; --paper: #fff; --ground: #f1f5f9; --ink: #1e293b; --soft: #55637a; --line: #cbd5e1;
  --deed: #1d4ed8 }
@media (prefers-color-scheme: dark) {
  :root { --paper: #1e293b; --ground: #0f172a; --ink: #e2e8f0; --soft: #a3b1c6; --line: #475569; --deed: #93c5fd }
}
* { box-sizing: border-box }
body { margin: 0; padding: 1.5rem 1rem 4rem; background: var(--ground); color: var(--ink);
  font: 1rem/1.5 system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif; overflow-wrap: anywhere }
header, main { max-width: 54rem; margin: 0 auto }
h1 { margin: 0 0 1rem; font-size: 1.625rem }
h2 { margin: 2.5rem 0 .25rem; font-size: 1.25rem; scroll-margin-top: 6rem }
h3 { margin: 1rem 0 .25rem; font-size: 1rem }
p { margin: 0 0 .75rem }
a { color: var(--deed) }
nav a { margin-right: 1rem }
code, pre { font: .875em/1.5 ui-monospace, 'Cascadia Mono', Menlo, Consolas, monospace }
pre { margin: 0; padding: .75rem; overflow-x: auto; background: var(--ground); border-radius: .375rem }
main > div { position: sticky; top: 0; margin: 1rem 0 0; padding: .5rem 0; background: var(--ground) }
main > div p { margin: 0 }
label { font-weight: 600 }
input { width: 100%; padding: .6rem .7rem; font: inherit; color: inherit; background: var(--paper);
  border: 1px solid var(--soft); border-radius: .375rem }
details { margin: .5rem 0; background: var(--paper); border: 1px solid var(--line); border-radius: .5rem;
  scroll-margin-top: 6rem }
summary { padding: .6rem .9rem; cursor: pointer }
summary code { font-weight: 600 }
summary span, dt span, .soft { color: var(--soft) }
details > div { padding: 0 .9rem .9rem }
dl { margin: 0 0 .5rem }
dt { margin-top: .5rem; scroll-margin-top: 6rem }
dd { margin: 0 0 0 1.25rem }
ul { margin: 0; padding: 0; list-style: none }
:focus-visible { outline: 3px solid var(--deed); outline-offset: 2px }
[hidden] { display: none }
`
