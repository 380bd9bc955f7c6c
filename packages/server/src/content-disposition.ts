/** Characters that RFC 8187 wants encoded, but `encodeURIComponent` keeps. */
const alsoEncoded = /['()*]/g

/** Control characters and marks for text direction, which do not belong in names. */
const invisible = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/g

const percent = (character: string) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`

/**
 * Returns the header Content-Disposition. A name beyond plain ASCII goes into `filename*` (RFC 6266, RFC 8187), and
 * `filename` holds its ASCII characters for clients that do not know `filename*`.
 */
export function contentDisposition(disposition: 'inline' | 'attachment', name: string): string {
  const clean = name.toWellFormed().replace(invisible, '')
  const plain = clean.replace(/[^ !#-$&-.0-[\]-~]/g, '_')
  const header = `${disposition}; filename="${plain}"`
  if (plain === clean) return header
  return `${header}; filename*=UTF-8''${encodeURIComponent(clean).replace(alsoEncoded, percent)}`
}
