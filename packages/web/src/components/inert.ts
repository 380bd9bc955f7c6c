/** The start of a tag, with its name. */
const tags = /<\/?[a-z][^\s/><]*/gi

/** The place before the name of an attribute for which browsers ask the Content-Security-Policy, also in inert documents. */
const beforeInline = /^([\s/]*)(?=(?:style|on[a-z]+)\s*=)/i

/** Matches a text up to one of these characters, or up to a possible start of a tag. */
const upToTag = (ends: string) => `[^${ends}<]*(?:<(?![a-z/])[^${ends}<]*)*`

/** Matches an attribute, with what is before it. */
const attribute = (value: (ends: string) => string) =>
  new RegExp(
    `[\\s/]*(?![\\s/>]|<[a-z/])=?${upToTag('\\s/>=')}(?:\\s*=\\s*(?:"${value('"')}"?|'${value("'")}'?|(?!["'])${value('\\s>')}))?`,
    'iy',
  )

/**
 * What looks like a tag in a value may be one: browsers read the content of comments, `title` and others as text. So the
 * HTML is read twice, with such tags as parts of values, and as tags.
 */
const readings = [attribute((ends) => `[^${ends}]*`), attribute(upToTag)]

/**
 * Returns HTML whose styles and handlers are plain data: `style` becomes `data-style`, and elements `style` become
 * `template`. Otherwise the Content-Security-Policy would block them, with an error in the console for each. Values stay
 * as they are, unless they have tags.
 */
export const withoutInline = (html: string): string => readings.reduce(renamed, html)

function renamed(html: string, attributes: RegExp): string {
  let result = ''
  let at = 0
  for (;;) {
    tags.lastIndex = at
    const tag = tags.exec(html)
    if (!tag) return result + html.slice(at)
    result += html.slice(at, tag.index) + tag[0].replace(/^(<\/?)style$/i, '$1template')
    at = tags.lastIndex
    for (;;) {
      attributes.lastIndex = at
      const [found] = attributes.exec(html) ?? []
      if (!found) break
      result += found.replace(beforeInline, '$1data-')
      at += found.length
    }
  }
}

/** Parses HTML in a document that runs no scripts and loads nothing. Styles are in `data-style`. */
export const inertBody = (html: string): HTMLElement =>
  new DOMParser().parseFromString(withoutInline(html), 'text/html').body
