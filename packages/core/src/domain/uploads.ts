import { fileTypeFromBuffer } from 'file-type'
import { fail, OpenSupportsError } from '../errors.js'
import { type MailAttachment, type OriginalMail, randomToken, type Upload } from '../platform/index.js'
import type { FileName } from '../storage/index.js'
import type { Context } from './context.js'
import { sentName } from './sent-names.js'

/** What may be uploaded: kinds of content, each with the endings that fit it; the first is for files without one. */
const families = {
  image: {
    types: ['image/png', 'image/gif', 'image/jpeg', 'image/bmp', 'image/tiff'],
    endings: ['png', 'gif', 'jpg', 'jpeg', 'jfif', 'bmp', 'tif', 'tiff'],
  },
  archive: {
    types: [
      ...['application/gzip', 'application/zip', 'application/x-rar-compressed'],
      ...['application/x-7z-compressed', 'application/x-tar', 'application/x-bzip', 'application/x-bzip2'],
    ],
    endings: ['zip', 'gz', 'tgz', 'rar', '7z', 'tar', 'bz', 'bz2'],
  },
  document: {
    types: ['application/pdf', 'application/rtf', 'application/x-cfb'],
    endings: ['pdf', 'rtf', 'doc', 'xls'],
  },
  text: { types: ['text/plain'], endings: ['txt', 'csv', 'log', 'md'] },
} as const

const sniffed = 4100

async function readHead(upload: Upload): Promise<Uint8Array> {
  const reader = upload.stream().getReader()
  const chunks: Uint8Array[] = []
  let size = 0
  try {
    while (size < sniffed) {
      const { done, value } = await reader.read()
      if (done) break
      chunks.push(value)
      size += value.byteLength
    }
  } finally {
    await reader.cancel()
  }
  return Buffer.concat(chunks).subarray(0, sniffed)
}

/** Text has none of the control characters that every binary format has. */
export const looksLikeText = (head: Uint8Array) =>
  head.every((byte) => byte >= 32 || [8, 9, 10, 12, 13, 27].includes(byte))

/** Either byte order; the rest of a TIFF's description may be at its end, far behind the head. */
const isTiff = (head: Uint8Array) =>
  ['II*\0', 'MM\0*'].includes(Buffer.from(head.subarray(0, 4)).toString('latin1'))

async function typeOf(head: Uint8Array, ending: string | undefined): Promise<string | undefined> {
  const isText = looksLikeText(head)
  // The marks of several formats are words that a text may start with, too.
  if (isText && (families.text.endings as readonly (string | undefined)[]).includes(ending))
    return 'text/plain'
  const type = (await fileTypeFromBuffer(head))?.mime
  return type ?? (isTiff(head) ? 'image/tiff' : isText ? 'text/plain' : undefined)
}

interface CheckedUpload {
  readonly upload: Upload
  /** What comes after the prefix in the stored name. */
  readonly suffix: string
}

async function checkUpload(
  upload: Upload,
  maxSize: number,
  allowed: readonly (keyof typeof families)[],
): Promise<CheckedUpload> {
  if (upload.size === 0 || upload.size > maxSize) fail('INVALID_FILE')
  const head = await readHead(upload)
  const [, base = '', given] = /^(.*?)(?:\.([^.]*))?$/s.exec(upload.name) ?? []
  const type = await typeOf(head, given?.toLowerCase())
  const family = allowed
    .map((name) => families[name])
    .find(({ types }) => (types as readonly (string | undefined)[]).includes(type))
  if (!family) return fail('INVALID_FILE')
  const ending = given?.toLowerCase() || endingOf(type) || family.endings[0]
  if (!(family.endings as readonly string[]).includes(ending)) fail('INVALID_FILE')
  const safeBase = base
    .toLowerCase()
    .replace(/[^a-z0-9.-]/g, '_')
    .slice(0, 100)
  return { upload, suffix: `${safeBase}.${ending}` }
}

const endingOf = (type: string | undefined) =>
  ({
    'image/gif': 'gif',
    'image/jpeg': 'jpg',
    'image/bmp': 'bmp',
    'image/tiff': 'tif',
  })[type ?? '']

/** Uploads that passed every check, but are not stored yet. */
export interface CheckedUploads {
  readonly file: CheckedUpload | undefined
  readonly images: readonly CheckedUpload[]
  /** Attachments besides `file`: forms have none, mails may. */
  readonly more?: readonly CheckedUpload[]
  /** The mail that all of it came in. */
  readonly original?: OriginalMail
}

/**
 * Checks the files of a request, all of them before any is stored. Users may send them while the setting
 * `allow-attachments` is on, else they are ignored; staff always.
 *
 * @throws INVALID_FILE when one is too large, empty, of a refused type or ending, or there is nowhere to store it.
 */
export async function checkUploads(
  context: Pick<Context, 'actor' | 'files' | 'settings'>,
  { file, images = [] }: { file?: Upload | undefined; images?: readonly Upload[] },
): Promise<CheckedUploads> {
  if (!file && images.length === 0) return { file: undefined, images: [] }
  const settings = await context.settings()
  if (context.actor.kind !== 'staff' && !settings.allowAttachments) return { file: undefined, images: [] }
  if (!context.files) return fail('INVALID_FILE')
  const max = settings.maxUploadSize
  return {
    images: await Promise.all(images.map((image) => checkUpload(image, max, ['image']))),
    file: file && (await checkUpload(file, max, ['image', 'archive', 'document', 'text'])),
  }
}

/**
 * Checks the files of a mail. One that is refused does not stop the mail: it is left out, and named.
 */
export async function checkMailFiles(
  { files, settings }: Pick<Context, 'files' | 'settings'>,
  attachments: readonly MailAttachment[],
): Promise<{ uploads: CheckedUploads; refused: readonly string[] }> {
  const { allowAttachments, maxUploadSize } = await settings()
  const images: CheckedUpload[] = []
  const others: CheckedUpload[] = []
  const refused: string[] = []
  for (const attachment of attachments) {
    const check = (kinds: readonly (keyof typeof families)[]) =>
      checkUpload(attachment, maxUploadSize, kinds).catch((error: unknown) => {
        if (error instanceof OpenSupportsError) return undefined
        throw error
      })
    const allowed = files !== undefined && allowAttachments
    const image = allowed && attachment.inline && images.length < 100 ? await check(['image']) : undefined
    const other = allowed && !image ? await check(['image', 'archive', 'document', 'text']) : undefined
    if (image) images.push(image)
    else if (other) others.push(other)
    else refused.push(attachment.name)
  }
  const [file, ...more] = others
  return { uploads: { file, images, more }, refused }
}

/**
 * Checks a picture that is not of a ticket, whatever the setting `allow-attachments` says.
 *
 * @throws INVALID_FILE
 */
export async function checkPicture(
  { files, settings }: Pick<Context, 'files' | 'settings'>,
  picture: Upload,
): Promise<CheckedUpload> {
  if (!files) fail('INVALID_FILE')
  return checkUpload(picture, (await settings()).maxUploadSize, ['image'])
}

/**
 * Checks a text file that is read and not kept, whatever the setting `allow-attachments` says.
 *
 * @throws INVALID_FILE
 */
export async function checkTextFile({ settings }: Pick<Context, 'settings'>, file: Upload): Promise<void> {
  const [one, other] = await readHead(file)
  const isUtf16 = (one === 0xff && other === 0xfe) || (one === 0xfe && other === 0xff)
  if (isUtf16 && /\.(?:csv|txt)$/i.test(file.name)) {
    if (file.size > (await settings()).maxUploadSize) fail('INVALID_FILE')
    return
  }
  await checkUpload(file, (await settings()).maxUploadSize, ['text'])
}

/** Names of files that are stored. */
export interface StoredUploads {
  readonly file: string | null
  readonly images: readonly string[]
  /** With the names that their senders gave them. */
  readonly more: readonly { readonly stored: string; readonly name: string }[]
  /** The whole mail; null where there is none, or no file store. */
  readonly original: string | null
  /** What the senders called all of them, as far as they did. */
  readonly names: readonly FileName[]
}

/**
 * Stores checked uploads under `prefix`, runs `work` with their names, and removes them again when it throws.
 */
export async function withStoredUploads<T>(
  { files, random, log }: Pick<Context, 'files' | 'random' | 'log'>,
  { file, images, more = [], original }: CheckedUploads,
  prefix: string,
  work: (stored: StoredUploads) => Promise<T>,
): Promise<T> {
  const stored: string[] = []
  const names: FileName[] = []
  const put = async (name: string, upload: Upload) => {
    stored.push(name)
    await files?.put(name, upload)
    return name
  }
  const store = async ({ upload, suffix }: CheckedUpload) => {
    const name = await put(`${prefix}_${randomToken(random)}_${suffix}`, upload)
    const sent = sentName(upload.name)
    if (sent !== '') names.push({ stored: name, name: sent })
    return name
  }
  const storeOriginal = (mail: OriginalMail) => {
    const name = `mail_${prefix}_${randomToken(random)}.eml`
    return put(name, { name, size: mail.size, stream: () => mail.stream() })
  }
  try {
    const imageNames: string[] = []
    for (const image of images) imageNames.push(await store(image))
    const moreNames: StoredUploads['more'][number][] = []
    for (const each of more) moreNames.push({ stored: await store(each), name: each.upload.name })
    const fileName = file ? await store(file) : null
    const originalName = files && original ? await storeOriginal(original) : null
    return await work({ images: imageNames, file: fileName, more: moreNames, names, original: originalName })
  } catch (error) {
    for (const name of stored) {
      await files
        ?.remove(name)
        .catch((err: unknown) => log.warn({ err, file: name }, 'a file was left behind'))
    }
    throw error
  }
}

/** Puts the links of stored pictures in the places `IMAGE_PATH_0`, `IMAGE_PATH_1`, … of a content. */
export function withImageLinks(content: string, images: readonly string[], apiUrl: string): string {
  return content.replace(/IMAGE_PATH_([0-9]{1,2})(?![0-9])/g, (place, index: string) => {
    const name = images[Number(index)]
    return name ? `${apiUrl}/system/download?file=${name}` : place
  })
}

/** Removes the pictures whose places no upload has filled. */
export const withoutImagePlaces = (content: string) =>
  content.replace(/<img[^<>]*\bsrc="IMAGE_PATH_[0-9]{1,2}"[^<>]*>/g, '')
