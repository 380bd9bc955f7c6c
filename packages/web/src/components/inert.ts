/** The start of a tag, with its name. */
const tags = /<\/?[a-z][^\s/><]*/gi

/** The attributes for which browsers ask the Content-Security-Policy, even in a document that is never shown. */
const isInline = /^(?:style|on[a-z]+)$/i

/** Texts up to one of these characters, or up to where a tag may begin. */
const upToTag = (ends: string) => `[^${ends}<]*(?:<(?![a-z/])[^${ends}<]*)*`

/** Matches an attribute: what is before it, its name, and its value with the equals sign. */
const attribute = (value: (ends: string) => string) =>
  new RegExp(
    `([\\s/]*)((?![\\s/>]|<[a-z/])=?${upToTag('\\s/>=')})((?:\\s*=\\s*(?:"${value('"')}"?|'${value("'")}'?|(?!["'])${value('\\s>')}))?)`,
    'iy',
  )

/** A tag is in the text of another attribute for some readers, and for others not: each way of reading has its turn. */
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
      const [all = '', before = '', name = '', value = ''] = attributes.exec(html) ?? []
      if (!all) break
      result += `${before}${value && isInline.test(name) ? 'data-' : ''}${name}${value}`
      at += all.length
    }
  }
}

/** Parses HTML in a document that runs no scripts and loads nothing. Styles are in `data-style`. */
export const inertBody = (html: string): HTMLElement =>
  new DOMParser().parseFromString(withoutInline(html), 'text/html').body
