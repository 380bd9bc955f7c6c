/** How many bytes of HTML to search for a charset. Mails have long heads. */
const headSize = 4096

/** Returns the charset in the `<meta>` of HTML, or undefined. */
export function metaCharset(html: Buffer): string | undefined {
  const head = html.toString('latin1', 0, headSize).toLowerCase()
  for (let start = head.indexOf('<meta'); start >= 0; start = head.indexOf('<meta', start + 5)) {
    const end = head.indexOf('>', start)
    const tag = head.slice(start, end < 0 ? head.length : end)
    const place = tag.indexOf('charset')
    const [, value] = place < 0 ? [] : tag.slice(place).split('=', 2)
    const [name = ''] = (value ?? '')
      .trim()
      .replace(/^["']/, '')
      .split(/["';\s/]/, 1)
    if (name !== '') return name
  }
  return undefined
}
