import { escapeHtml } from '../../params/index.js'

type Values = Readonly<Record<string, string>>

const variable = /\{\{(\w+)\}\}/g
/** Matches an address that begins with the site's. */
const siteAddress = /\{\{url\}\}[^\s"'<>]*/g

/** Replaces variables in a text. Unknown variables stay. */
const put = (text: string, values: Values, as: (value: string, name: string) => string) =>
  text.replace(variable, (whole, name: string) =>
    Object.hasOwn(values, name) ? as(values[name] ?? '', name) : whole,
  )

/** Replaces variables in an address with encoded values, except for the site's own address. */
export const fillAddress = (text: string, values: Values) =>
  put(text, values, (value, name) => (name === 'url' ? value : encodeURIComponent(value.toWellFormed())))

/** Replaces variables in HTML with escaped values, which are also encoded in addresses of the site. */
export function fillHtml(html: string, values: Values): string {
  const addresses = html.replace(siteAddress, (address) =>
    escapeHtml(fillAddress(address.replaceAll('&amp;', '&'), values)),
  )
  return put(addresses, values, escapeHtml)
}

/** Replaces variables in a line of plain text, without characters that would end the line. */
export const fillLine = (text: string, values: Values) =>
  put(text, values, (value) => value)
    .replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ')
    .trim()
