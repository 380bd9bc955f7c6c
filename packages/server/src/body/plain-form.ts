import { decodeText } from './decode.js'
import { addField, type FormFields, isMissingText, noFields } from './fields.js'
import type { Reading } from './reading.js'

/** The header of a form whose boundary needs no quotes. */
const plainType = /^multipart\/form-data; ?boundary=([\w'()+,./:=?-]{1,70})$/i

/** The only header of a part with a text, as browsers, `fetch` and the clients of 4.11 write it. */
const textHeader = /^content-disposition: form-data; name="([^"\\;=*\p{Cc}]{0,200})"$/iu

const lineEnd = Buffer.from('\r\n')
const headEnd = Buffer.from('\r\n\r\n')
const lastEnd = Buffer.from('--')
/** How many bytes are searched for the end of a header. No header that `textHeader` matches is longer. */
const longestHead = 1000

/**
 * Decodes a multipart form that has arrived completely, if it has texts alone, in the form that browsers write. Returns
 * undefined for any other form, also for one that breaks a limit: the full parser reads or refuses it.
 *
 * @throws INVALID_BODY and REQUEST_TOO_LARGE for the parameters of a native form
 */
export function decodePlainForm(
  body: Buffer,
  contentType: string | undefined,
  reading: Reading,
): FormFields | undefined {
  const boundary = plainType.exec(contentType ?? '')?.[1]
  const texts = boundary === undefined ? undefined : plainTexts(body, boundary, reading)
  if (texts === undefined) return undefined
  const fields = noFields()
  for (const [name, text] of texts) addText(fields, name, text, reading)
  return fields
}

/** Adds a text of a form, or the parameters of a native form, which need no spelling of their own. */
export function addText(fields: FormFields, name: string, text: string, { native, limits }: Reading): void {
  if (native && name === 'params') Object.assign(fields, decodeText(text, 'json', limits))
  else if (!isMissingText(name, text)) addField(fields, name, text)
}

/** Returns the names and texts of all parts, or undefined if the full parser has to read the form. */
function plainTexts(
  body: Buffer,
  boundary: string,
  { limits, hold }: Reading,
): [name: string, text: string][] | undefined {
  const separator = Buffer.from(`\r\n--${boundary}`)
  const texts: [string, string][] = []
  let size = 0
  // The first separator has no line end before it.
  let at = separator.length - lineEnd.length
  if (!startsAt(body, 0, separator.subarray(lineEnd.length))) return undefined
  while (!startsAt(body, at, lastEnd)) {
    if (!startsAt(body, at, lineEnd)) return undefined
    const headStart = at + lineEnd.length
    const contentStart = body.subarray(headStart, headStart + longestHead).indexOf(headEnd)
    if (contentStart === -1) return undefined
    const start = headStart + contentStart + headEnd.length
    const name = textHeader.exec(body.toString('utf8', headStart, headStart + contentStart))?.[1]
    const end = body.indexOf(separator, start)
    if (name === undefined || end === -1) return undefined
    size += end - start
    if (texts.push([name, body.toString('utf8', start, end)]) > limits.fields) return undefined
    at = end + separator.length
  }
  const rest = body.subarray(at + lastEnd.length)
  if (size > limits.fieldsSize || !(rest.length === 0 || rest.equals(lineEnd))) return undefined
  hold.take(size)
  return texts
}

const startsAt = (body: Buffer, at: number, bytes: Buffer) =>
  body.length >= at + bytes.length && body.compare(bytes, 0, bytes.length, at, at + bytes.length) === 0
