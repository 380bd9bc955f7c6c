import type { Settings } from '../../call/index.js'
import type { Upload } from '../../platform/index.js'

/** The purpose of an upload: a picture is shown in a text, and the helpdesk itself reads a text. */
export type UploadPurpose = 'picture' | 'attachment' | 'text'

interface Kind {
  /** Media types of the content. */
  readonly types: readonly string[]
  /** The first one is given to files without an ending. */
  readonly endings: readonly string[]
  readonly purposes: readonly UploadPurpose[]
}

const office = 'application/x-office'
const mimeOfZip = 'application/zip'
const tnef = 'application/ms-tnef'
const pkcs7 = 'application/pkcs7-mime'

/** The allowed kinds of content, each with its endings. */
const kinds: readonly Kind[] = [
  {
    types: ['image/png', 'image/gif', 'image/jpeg', 'image/bmp', 'image/tiff', 'image/webp'],
    endings: ['png', 'gif', 'jpg', 'jpeg', 'jfif', 'bmp', 'tif', 'tiff', 'webp'],
    purposes: ['picture', 'attachment'],
  },
  {
    // Few browsers display these, so they are downloaded.
    types: ['image/heic', 'image/heif', 'image/heic-sequence', 'image/heif-sequence'],
    endings: ['heic', 'heif'],
    purposes: ['attachment'],
  },
  {
    types: [
      'application/gzip',
      mimeOfZip,
      // Office files are ZIP files, too.
      office,
      'application/x-rar-compressed',
      'application/x-7z-compressed',
      'application/x-tar',
      'application/x-bzip',
      'application/x-bzip2',
    ],
    endings: ['zip', 'gz', 'tgz', 'rar', '7z', 'tar', 'bz', 'bz2'],
    purposes: ['attachment'],
  },
  {
    types: ['application/pdf', 'application/rtf', 'application/x-cfb'],
    endings: ['pdf', 'rtf', 'doc', 'xls', 'ppt'],
    purposes: ['attachment'],
  },
  {
    // Office files with a password have the older container format.
    types: [office, 'application/x-cfb'],
    endings: ['docx', 'xlsx', 'pptx', 'odt', 'ods', 'odp', 'odg'],
    purposes: ['attachment'],
  },
  // Attachments of mails that cannot be unpacked: Outlook's winmail.dat, and encrypted mails.
  { types: [tnef], endings: ['dat'], purposes: ['attachment'] },
  { types: [pkcs7], endings: ['p7m'], purposes: ['attachment'] },
  {
    types: ['text/plain'],
    endings: ['txt', 'csv', 'log', 'md', 'json', 'xml', 'eml', 'ics', 'asc'],
    purposes: ['attachment', 'text'],
  },
]

const knownEndings: readonly string[] = kinds.flatMap(({ endings }) => endings)

/** Returns the allowed endings of attachments: those of the setting `attachment-types`, or all known ones. */
export const allowedAttachmentTypes = ({
  attachmentTypes,
}: Pick<Settings, 'attachmentTypes'>): readonly string[] =>
  attachmentTypes.length > 0 ? attachmentTypes : knownEndings

/** The bytes at the start of a file, where formats have their signatures. */
const headSize = 4100
/** The bytes at the end of a file, where a ZIP has its directory. */
const tailSize = 131_072

/** Reads the first bytes of an upload. */
export async function readHead(upload: Upload): Promise<Uint8Array> {
  const reader = upload.stream().getReader()
  const chunks: Uint8Array[] = []
  let size = 0
  try {
    while (size < headSize) {
      const { done, value } = await reader.read()
      if (done) break
      chunks.push(value)
      size += value.byteLength
    }
  } finally {
    await reader.cancel()
  }
  return Buffer.concat(chunks).subarray(0, headSize)
}

/** Reads an upload to its end and returns only the last bytes. */
async function readTail(upload: Upload): Promise<Buffer> {
  const reader = upload.stream().getReader()
  let tail = Buffer.alloc(0)
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return tail
    tail = Buffer.concat([tail, value.subarray(-tailSize)]).subarray(-tailSize)
  }
}

const isTextCharacter = (code: number) => code >= 32 || [8, 9, 10, 12, 13, 27].includes(code)

/** Returns whether the bytes are text: they have none of the control characters that every binary format has. */
export const looksLikeText = (head: Uint8Array): boolean => head.every(isTextCharacter) || isUtf16(head)

/** UTF-16 begins with a byte order mark; without one, every other byte of mostly ASCII text is zero. */
function isUtf16(head: Uint8Array): boolean {
  const even = head.length - (head.length % 2)
  if (even < 2) return false
  const mark = Buffer.from(head.subarray(0, 2)).toString('hex')
  const units = new DataView(head.buffer, head.byteOffset, even)
  const isIn = (littleEndian: boolean, marked: boolean) => {
    let ascii = 0
    for (let place = marked ? 2 : 0; place < even; place += 2) {
      const unit = units.getUint16(place, littleEndian)
      if (!isTextCharacter(unit) || unit >= 0xfffe) return false
      if (unit < 0x80) ascii++
    }
    return marked || ascii * 4 > even
  }
  if (mark === 'fffe' || mark === 'feff') return isIn(mark === 'fffe', true)
  return isIn(true, false) || isIn(false, false)
}

/** Either byte order. The rest of a TIFF's header may be at the end of the file. */
const isTiff = (head: Uint8Array) =>
  ['II*\0', 'MM\0*'].includes(Buffer.from(head.subarray(0, 4)).toString('latin1'))

const isTnef = (head: Uint8Array) => Buffer.from(head.subarray(0, 4)).toString('hex') === '789f3e22'

/** The object identifiers of PKCS #7 (1.2.840.113549.1.7) are at the start of each of its files. */
const isPkcs7 = (head: Uint8Array) =>
  head[0] === 0x30 && Buffer.from(head.subarray(0, 40)).includes(Buffer.from('2a864886f70d0107', 'hex'))

const startOfFile = Buffer.from('PK\x03\x04', 'latin1')
const startOfEntry = Buffer.from('PK\x01\x02', 'latin1')

/** Returns whether the bytes begin a ZIP. An empty ZIP begins with its end record. */
const isZip = (head: Uint8Array) =>
  ['PK\x03\x04', 'PK\x05\x06'].includes(Buffer.from(head.subarray(0, 4)).toString('latin1'))

/** Returns the names that follow each `mark` at fixed offsets: the entries of a ZIP that these bytes contain. */
function namesAfter(bytes: Buffer, mark: Buffer, lengthAt: number, nameAt: number): string[] {
  const names: string[] = []
  for (let at = bytes.indexOf(mark); at !== -1; at = bytes.indexOf(mark, at + mark.length)) {
    if (at + nameAt > bytes.length) break
    const length = bytes.readUInt16LE(at + lengthAt)
    names.push(bytes.subarray(at + nameAt, at + nameAt + Math.min(length, 200)).toString('latin1'))
  }
  return names
}

/**
 * Returns whether a ZIP is a file of Word, Excel, PowerPoint or LibreOffice. It looks at the names of the entries in
 * the first and the last bytes, and unpacks nothing.
 */
async function isOffice(head: Uint8Array, upload: Upload): Promise<boolean> {
  const start = Buffer.from(head)
  if (start.subarray(30).toString('latin1').startsWith('mimetypeapplication/vnd.oasis.opendocument.'))
    return true
  const tail = await readTail(upload)
  const names = [...namesAfter(start, startOfFile, 26, 30), ...namesAfter(tail, startOfEntry, 28, 46)]
  return names.includes('[Content_Types].xml') && names.some((name) => /^(?:word|xl|ppt)\//.test(name))
}

/** Returns the media type by the content alone; for texts, also by the ending. */
export async function typeOfContent(upload: Upload, ending: string | undefined): Promise<string | undefined> {
  const head = await readHead(upload)
  const isText = looksLikeText(head)
  const textKind = kinds.find(({ types }) => types.includes('text/plain'))
  // The signatures of several formats are words that a text may start with.
  if (isText && ending !== undefined && textKind?.endings.includes(ending)) return 'text/plain'
  if (isZip(head)) return (await isOffice(head, upload)) ? office : mimeOfZip
  if (isTnef(head)) return tnef
  if (isPkcs7(head)) return pkcs7
  const { fileTypeFromBuffer } = await import('file-type')
  const type = (await fileTypeFromBuffer(head))?.mime
  return type ?? (isTiff(head) ? 'image/tiff' : isText ? 'text/plain' : undefined)
}

const endings: Readonly<Record<string, string>> = {
  'image/gif': 'gif',
  'image/jpeg': 'jpg',
  'image/bmp': 'bmp',
  'image/tiff': 'tif',
  'image/webp': 'webp',
  [office]: 'zip',
}

/**
 * Returns the ending that an upload is stored with, or undefined if it is refused. Its content must be of a kind that
 * the purpose allows, and its ending, if it has one, of the same kind.
 *
 * @param allowed the allowed endings of attachments; files with an ending of no known kind may have any content
 */
export async function endingFor(
  upload: Upload,
  given: string | undefined,
  purpose: UploadPurpose,
  allowed: readonly string[],
): Promise<string | undefined> {
  const isAllowed = (ending: string) => purpose !== 'attachment' || allowed.includes(ending)
  if (given !== undefined && !isAllowed(given)) return undefined
  const known = given === undefined || knownEndings.includes(given)
  if (!known) return purpose === 'attachment' ? given : undefined
  const type = await typeOfContent(upload, given)
  const fits = kinds.filter(
    ({ types, purposes }) => type !== undefined && types.includes(type) && purposes.includes(purpose),
  )
  if (given !== undefined) return fits.some((kind) => kind.endings.includes(given)) ? given : undefined
  const ending = endings[type ?? ''] ?? fits[0]?.endings[0]
  return fits.length > 0 && ending !== undefined && isAllowed(ending) ? ending : undefined
}
