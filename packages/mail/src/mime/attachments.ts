import type { MailAttachment } from '@opensupports/core'
import type { Attachment } from 'postal-mime'

const endings: Readonly<Record<string, string>> = {
  ...{ 'image/png': 'png', 'image/gif': 'gif', 'image/jpeg': 'jpg', 'image/bmp': 'bmp', 'image/tiff': 'tif' },
  ...{ 'application/pdf': 'pdf', 'application/zip': 'zip', 'text/plain': 'txt', 'text/csv': 'csv' },
  ...{ 'message/rfc822': 'eml', 'text/html': 'html' },
}

/** A name without folders and without what no file system likes. */
function nameOf({ filename, mimeType }: Attachment, place: number): string {
  const base = (filename ?? '')
    .toWellFormed()
    .replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ')
    .split(/[/\\]/)
    .at(-1)
    ?.trim()
    .slice(-200)
  return base || `attachment-${place + 1}.${endings[mimeType] ?? 'bin'}`
}

const bytesOf = ({ content }: Attachment): Uint8Array<ArrayBuffer> =>
  typeof content === 'string' ? new TextEncoder().encode(content) : new Uint8Array(content)

/** A part of a mail as an upload, which can be read again and again. */
export function attachmentOf(part: Attachment, place: number): MailAttachment {
  const blob = new Blob([bytesOf(part)])
  return {
    name: nameOf(part, place),
    size: blob.size,
    inline: part.mimeType.startsWith('image/') && (part.disposition === 'inline' || part.related === true),
    stream: () => blob.stream(),
  }
}
