import base from '../styles/base.css?inline'
import components from '../styles/components.css?inline'
import elements from '../styles/elements.css?inline'
import tokens from '../styles/tokens.css?inline'

/**
 * Makes sizes relative to `--support-size` instead of the page's root element, whose size the page decides. Media queries
 * cannot have variables, so theirs stay.
 */
const withSize = (css: string): string =>
  css.replace(/(@media[^{]*)|(\d*\.?\d+)rem\b/g, (found, query?: string, size?: string) =>
    query === undefined ? `calc(${size}*var(--support-size,1rem))` : found,
  )

const sheetOf = (css: string): CSSStyleSheet => {
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(css)
  return sheet
}

/** The text of an editor is beside the shadow root, where the page's styles hold. */
const editorText = `
.support-editor { outline: none; min-block-size: 8em; overflow-wrap: anywhere }
.support-editor p { margin: 0 }
.support-editor img { max-inline-size: 100%; block-size: auto }
`

let shared: CSSStyleSheet[] | undefined

/**
 * Returns the style sheets of all shadow roots. They are made by script, so that a policy without `unsafe-inline` lets
 * them be.
 */
export function styleSheets(): CSSStyleSheet[] {
  if (!shared) {
    shared = [sheetOf(withSize([tokens, base, components, elements].join('\n')))]
    document.adoptedStyleSheets.push(sheetOf(editorText))
  }
  return shared
}
