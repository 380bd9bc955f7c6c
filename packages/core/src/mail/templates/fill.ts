type Values = Readonly<Record<string, string>>

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** Text as HTML shows it. */
export const escapeHtml = (text: string) => text.replace(/[&<>"']/g, (character) => escapes[character] ?? '')

const variable = /\{\{(\w+)\}\}/g
/** An address that begins with the site's. */
const siteAddress = /\{\{url\}\}[^\s"'<>]*/g

/** Puts values in a text; unknown variables stay as they are. */
const put = (text: string, values: Values, as: (value: string, name: string) => string) =>
  text.replace(variable, (whole, name: string) =>
    Object.hasOwn(values, name) ? as(values[name] ?? '', name) : whole,
  )

/** Values go into an address encoded, but for the address of the site itself. */
export const fillAddress = (text: string, values: Values) =>
  put(text, values, (value, name) => (name === 'url' ? value : encodeURIComponent(value.toWellFormed())))

/** Values go into HTML escaped, and into addresses of the site encoded before. */
export function fillHtml(html: string, values: Values): string {
  const addresses = html.replace(siteAddress, (address) =>
    escapeHtml(fillAddress(address.replaceAll('&amp;', '&'), values)),
  )
  return put(addresses, values, escapeHtml)
}

/** Values go into a line of plain text as they are, but for what would end the line. */
export const fillLine = (text: string, values: Values) =>
  put(text, values, (value) => value)
    .replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ')
    .trim()
