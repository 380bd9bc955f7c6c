import type { Call, Settings, Tx } from '../../call/index.js'
import { fail, OpenSupportsError } from '../../errors.js'
import { type MailAttachment, type OriginalMail, randomToken, type Upload } from '../../platform/index.js'
import type { FileName } from '../../storage/index.js'
import { allowedAttachmentTypes, endingFor, type UploadPurpose } from './file-types.js'
import { sentName } from './sent-names.js'

interface CheckedUpload {
  readonly upload: Upload
  /** The part of the stored name after the prefix. */
  readonly suffix: string
}

async function checkUpload(
  upload: Upload,
  settings: Pick<Settings, 'maxUploadSize' | 'attachmentTypes'>,
  purpose: UploadPurpose,
): Promise<CheckedUpload> {
  if (upload.size === 0 || upload.size > settings.maxUploadSize) fail('INVALID_FILE')
  const dot = upload.name.lastIndexOf('.')
  const given = dot === -1 ? '' : upload.name.slice(dot + 1).toLowerCase()
  const ending =
    (await endingFor(upload, given || undefined, purpose, allowedAttachmentTypes(settings))) ??
    fail('INVALID_FILE')
  const safeBase = (dot === -1 ? upload.name : upload.name.slice(0, dot))
    .toLowerCase()
    .replace(/[^a-z0-9.-]/g, '_')
    .slice(0, 100)
  return { upload, suffix: `${safeBase}.${ending}` }
}

/** Uploads that passed every check, but are not stored yet. */
export interface CheckedUploads {
  readonly file: CheckedUpload | undefined
  readonly images: readonly CheckedUpload[]
  /** Attachments besides `file`: forms have none, mails may. */
  readonly more?: readonly CheckedUpload[]
  /** The mail from which all of it comes. */
  readonly original?: OriginalMail
}

/** Returns whether files are ignored: those of users, while the setting `allow-attachments` is off. */
export const ignoresUploads = ({ actor, settings }: Pick<Call, 'actor' | 'settings'>): boolean =>
  actor.kind !== 'staff' && !settings.allowAttachments

/** A request without uploads. */
export const noUploads: CheckedUploads = { file: undefined, images: [] }

/**
 * Checks all files of a request before any is stored. Files of users are ignored while the setting `allow-attachments`
 * is off; staff may always send them.
 *
 * @throws INVALID_FILE when a file is too large, empty, of a refused type or ending, or there is no file store
 */
export async function checkUploads(
  call: Pick<Call, 'actor' | 'files' | 'settings'>,
  { file, images = [] }: { file?: Upload | undefined; images?: readonly Upload[] },
): Promise<CheckedUploads> {
  if (!file && images.length === 0) return noUploads
  const { settings } = call
  if (ignoresUploads(call)) return noUploads
  if (!call.files) return fail('INVALID_FILE')
  return {
    images: await Promise.all(images.map((image) => checkUpload(image, settings, 'picture'))),
    file: file && (await checkUpload(file, settings, 'attachment')),
  }
}

/**
 * Checks the files of a mail. A refused file does not stop the mail: it is left out and reported by name.
 */
export async function checkMailFiles(
  { files, settings }: Pick<Call, 'files' | 'settings'>,
  attachments: readonly MailAttachment[],
): Promise<{ uploads: CheckedUploads; refused: readonly string[] }> {
  const images: CheckedUpload[] = []
  const others: CheckedUpload[] = []
  const refused: string[] = []
  for (const attachment of attachments) {
    const check = (purpose: UploadPurpose) =>
      checkUpload(attachment, settings, purpose).catch((error: unknown) => {
        if (error instanceof OpenSupportsError) return undefined
        throw error
      })
    const allowed = files !== undefined && settings.allowAttachments
    const image = allowed && attachment.inline && images.length < 100 ? await check('picture') : undefined
    const other = allowed && !image ? await check('attachment') : undefined
    if (image) images.push(image)
    else if (other) others.push(other)
    else refused.push(attachment.name)
  }
  const [file, ...more] = others
  return { uploads: { file, images, more }, refused }
}

/**
 * Checks a picture outside tickets. The setting `allow-attachments` does not apply.
 *
 * @throws INVALID_FILE
 */
export async function checkPicture(
  { files, settings }: Pick<Call, 'files' | 'settings'>,
  picture: Upload,
): Promise<CheckedUpload> {
  if (!files) fail('INVALID_FILE')
  return checkUpload(picture, settings, 'picture')
}

/**
 * Checks a text file that is read and not stored. The setting `allow-attachments` does not apply.
 *
 * @throws INVALID_FILE
 */
export async function checkTextFile({ settings }: Pick<Call, 'settings'>, file: Upload): Promise<void> {
  await checkUpload(file, settings, 'text')
}

/** The names of stored files. */
export interface StoredUploads {
  readonly file: string | null
  readonly images: readonly string[]
  /** With the names that their senders gave them. */
  readonly more: readonly { readonly stored: string; readonly name: string }[]
  /** The original mail; null if there is none, or no file store. */
  readonly original: string | null
  /** The senders' names of the files that have one. */
  readonly names: readonly FileName[]
}

/** Stores checked uploads under `prefix`, and removes them if the call fails. */
export async function storeUploads(
  { files, random, logger, onFailure }: Pick<Call, 'files' | 'random' | 'logger' | 'onFailure'>,
  { file, images, more = [], original }: CheckedUploads,
  prefix: string,
): Promise<StoredUploads> {
  const names: FileName[] = []
  const put = async (name: string, upload: Upload) => {
    onFailure(async () => {
      const leftBehind = (err: unknown) => logger.warn({ err, file: name }, 'a file could not be removed')
      await files?.remove(name).catch(leftBehind)
    })
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
  const imageNames: string[] = []
  for (const image of images) imageNames.push(await store(image))
  const moreNames: StoredUploads['more'][number][] = []
  for (const each of more) moreNames.push({ stored: await store(each), name: each.upload.name })
  const fileName = file ? await store(file) : null
  const originalName = files && original ? await storeOriginal(original) : null
  return { images: imageNames, file: fileName, more: moreNames, names, original: originalName }
}

/** Stores the senders' names of uploads, in the transaction of the ticket or comment. */
export const rememberFileNames = (tx: Tx, { names }: StoredUploads): Promise<void> =>
  names.length === 0 ? Promise.resolve() : tx.fileNames.add(names)

/** Replaces the placeholders `IMAGE_PATH_0`, `IMAGE_PATH_1`, … of a content with links to stored pictures. */
export function withImageLinks(content: string, images: readonly string[], apiUrl: string): string {
  return content.replace(/IMAGE_PATH_([0-9]{1,2})(?![0-9])/g, (place, index: string) => {
    const name = images[Number(index)]
    return name ? `${apiUrl}/system/download?file=${name}` : place
  })
}

/** Removes the pictures whose placeholders no upload has replaced. */
export const withoutImagePlaces = (content: string) =>
  content.replace(/<img[^<>]*\bsrc="IMAGE_PATH_[0-9]{1,2}"[^<>]*>/g, '')
