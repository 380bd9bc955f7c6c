import { decodeText } from '../charset/index.js'
import { decodeHeader, oneLine } from '../headers/index.js'
import { fieldOf, type Parameter, type Part, readHead } from '../parts/index.js'

/** Maximum length of a file name without its extension, in characters. */
const longestName = 200

const endings: Readonly<Record<string, string>> = {
  'application/json': 'json',
  'application/msword': 'doc',
  'application/pdf': 'pdf',
  'application/pkcs7-mime': 'p7m',
  'application/vnd.ms-excel': 'xls',
  'application/vnd.ms-powerpoint': 'ppt',
  'application/vnd.oasis.opendocument.presentation': 'odp',
  'application/vnd.oasis.opendocument.spreadsheet': 'ods',
  'application/vnd.oasis.opendocument.text': 'odt',
  'application/vnd.openxmlformats-officedocument.presentationml.presentation': 'pptx',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'xlsx',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': 'docx',
  'application/xml': 'xml',
  'application/zip': 'zip',
  'image/bmp': 'bmp',
  'image/gif': 'gif',
  'image/heic': 'heic',
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/tiff': 'tif',
  'image/webp': 'webp',
  'message/delivery-status': 'txt',
  'message/disposition-notification': 'txt',
  'text/csv': 'csv',
  'text/html': 'html',
  'text/plain': 'txt',
  'text/rfc822-headers': 'txt',
  'text/xml': 'xml',
}

/** Returns the file name in the headers of a part, without folders. Empty if there is none. */
export function fileNameOf({ type, disposition }: Part, hint: string | undefined): string {
  const parameter = disposition.parameters.get('filename') ?? type.parameters.get('name')
  const base = parameter ? oneLine(textOf(parameter, hint)).split(/[/\\]/).at(-1)?.trim() : ''
  return shortened(base ?? '')
}

const textOf = ({ value, charset }: Parameter, hint: string | undefined) =>
  charset === undefined
    ? decodeHeader(value, hint)
    : decodeText(Buffer.from(value, 'latin1'), charset, hint).text

/** Cuts the beginning of a long name, because the extension tells the type. */
const shortened = (name: string) => [...name].slice(-longestName).join('')

/** Returns a name for a part without one, from its position and type. */
export const placeName = (place: number, type: string): string =>
  `attachment-${place}.${endings[type] ?? 'bin'}`

/** Returns the file name of an attached mail: its own name, or else its subject. */
export function mailName(name: string, mail: Buffer, hint: string | undefined): string {
  const { fields } = readHead(mail, 0, { steps: 0 })
  const subject = oneLine(decodeHeader(fieldOf(fields, 'subject'), hint)).replace(/[/\\]/g, '-')
  const base = name || shortened(subject) || 'mail'
  return base.toLowerCase().endsWith('.eml') ? base : `${base}.eml`
}
