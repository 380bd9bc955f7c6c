/** A tag, to its end or that of the text. What looks like one in a text costs nothing but a changed word. */
const tags = /<\/?[a-z](?:[^>"']|"[^"]*(?:"|$)|'[^']*(?:'|$))*(?:>|$)/gi

/** An attribute for which browsers ask the Content-Security-Policy, even in a document that is never shown. */
const inlineAttributes = /([\s"'/])(style|on[a-z]+)(?=\s*=)/gi

/**
 * Returns HTML whose styles and handlers are plain data: `style` becomes `data-style`, and elements `style` become
 * `template`. Otherwise the Content-Security-Policy would block them, with an error in the console for each.
 */
export const withoutInline = (html: string): string =>
  html.replace(tags, (tag) =>
    tag.replace(/^(<\/?)style(?![\w-])/i, '$1template').replace(inlineAttributes, '$1data-$2'),
  )

/** Parses HTML in a document that runs no scripts and loads nothing. Styles are in `data-style`. */
export const inertBody = (html: string): HTMLElement =>
  new DOMParser().parseFromString(withoutInline(html), 'text/html').body
