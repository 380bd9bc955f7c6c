import { createHash } from 'node:crypto'

/** The stylesheet of all pages, light and dark. */
export const style = `
:root { color-scheme: light dark; --paper: #fff; --ground: #f1f5f9; --ink: #1e293b; --soft: #55637a; --line: #cbd5e1;
  --deed: #1d4ed8; --deed-ink: #fff; --bad: #b91c1c; --bad-ground: #fef2f2; --own: #eff6ff }
@media (prefers-color-scheme: dark) {
  :root { --paper: #1e293b; --ground: #0f172a; --ink: #e2e8f0; --soft: #a3b1c6; --line: #475569;
    --deed: #93c5fd; --deed-ink: #0f172a; --bad: #fca5a5; --bad-ground: #450a0a; --own: #172554 }
}
* { box-sizing: border-box }
body { margin: 0; padding: 1.5rem 1rem 4rem; background: var(--ground); color: var(--ink);
  font: 1.0625rem/1.55 system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif; overflow-wrap: break-word }
header, main, footer { max-width: 38rem; margin: 0 auto }
header { padding: 0 .5rem 1rem; font-weight: 600; color: var(--soft) }
footer { padding: 1rem .5rem; font-size: .9375rem }
main { padding: 1.75rem; background: var(--paper); border: 1px solid var(--line); border-radius: .625rem }
h1 { margin: 0 0 1rem; font-size: 1.5rem; line-height: 1.25 }
h2 { margin: 2rem 0 .75rem; font-size: 1.125rem }
p { margin: 0 0 1rem }
a { color: var(--deed) }
label { display: block; margin: 0 0 .25rem; font-weight: 600 }
label.tick { display: flex; gap: .6rem; align-items: baseline; margin: 0 0 .75rem; font-weight: 400 }
input, textarea, select { width: 100%; margin: 0 0 1.1rem; padding: .6rem .7rem; font: inherit; color: inherit;
  background: var(--paper); border: 1px solid var(--soft); border-radius: .375rem }
label.tick input { width: auto; margin: 0 }
textarea { min-height: 9rem; resize: vertical }
button { padding: .7rem 1.25rem; font: inherit; font-weight: 600; color: var(--deed-ink); background: var(--deed);
  border: 0; border-radius: .375rem; cursor: pointer }
:focus-visible { outline: 3px solid var(--deed); outline-offset: 2px }
.bad { padding: .75rem 1rem; color: var(--bad); background: var(--bad-ground); border-left: 4px solid var(--bad) }
.soft { color: var(--soft); font-size: .9375rem }
.post { margin: 0 0 1rem; padding: 1rem 1.1rem; border: 1px solid var(--line); border-radius: .5rem; overflow-x: auto }
.post.own { background: var(--own) }
.post img { max-width: 100%; height: auto }
.post > .soft { margin: 0 0 .5rem }
.post > div + p { margin-top: .75rem }
.post > :last-child { margin-bottom: 0 }
`

const styleHash = createHash('sha256').update(style).digest('base64')

/**
 * What a browser may load for a page: this one stylesheet, and the site's own pictures. Inline styles in a ticket's
 * text went through the sanitizer, which leaves none that loads anything.
 */
export const contentPolicy = [
  "default-src 'none'",
  `style-src 'sha256-${styleHash}'`,
  "style-src-attr 'unsafe-inline'",
  "img-src 'self' data:",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ')
