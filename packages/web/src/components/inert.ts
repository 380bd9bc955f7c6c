/**
 * Matches a tag up to its end, or to the end of the text if it is not closed. A false match only renames an attribute in
 * a text.
 */
const tags = /<\/?[a-z](?:[^>"']|"[^"]*(?:"|$)|'[^']*(?:'|$))*(?:>|$)/gi

/**
 * A value, which stays as it is, or the name of an attribute for which browsers ask the Content-Security-Policy, even in
 * a document that is never shown.
 */
const inlineAttributes = /=\s*(?:"[^"]*"|'[^']*'|[^\s"'>][^\s>]*)|(?<=[\s"'/])(style|on[a-z]+)(?=\s*=)/gi

/**
 * Returns HTML whose styles and handlers are plain data: `style` becomes `data-style`, and elements `style` become
 * `template`. Otherwise the Content-Security-Policy would block them, with an error in the console for each.
 */
export const withoutInline = (html: string): string =>
  html.replace(tags, (tag) =>
    tag
      .replace(/^(<\/?)style(?![\w-])/i, '$1template')
      .replace(inlineAttributes, (found: string, name?: string) => (name ? `data-${name}` : found)),
  )

/** Parses HTML in a document that runs no scripts and loads nothing. Styles are in `data-style`. */
export const inertBody = (html: string): HTMLElement =>
  new DOMParser().parseFromString(withoutInline(html), 'text/html').body
