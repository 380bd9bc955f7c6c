import { cleanHtml, type StoredUploads } from '../domain/index.js'
import { escapeHtml } from '../mail-templates/index.js'
import type { IncomingMail, MailAttachment } from '../platform/index.js'

/** In bytes; what a mail says beyond it comes along as a file. */
const longestContent = 50_000

/** The title of a ticket that a mail opens: its subject, or how it begins. */
export function titleOf({ subject, text }: Pick<IncomingMail, 'subject' | 'text'>): string {
  const line = [subject, ...text.split('\n', 20)].map(oneLine).find((each) => each !== '')
  return [...(line ?? '(no subject)')].slice(0, 200).join('')
}

/** As names and titles may be: on one line, and nothing that a database could not keep. */
export const oneLine = (text: string) =>
  text
    .toWellFormed()
    .replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ')
    .trim()

/** What the mail says, as far as a ticket holds it; the whole of it is a file when that is not all. */
export function textOf(mail: IncomingMail): {
  readonly text: string
  readonly whole: MailAttachment | undefined
} {
  const text = mail.text.toWellFormed().replaceAll('\0', '').trim()
  if (Buffer.byteLength(text) <= longestContent) return { text, whole: undefined }
  const file = new Blob([text])
  return {
    text: `${Buffer.from(text)
      .subarray(0, longestContent)
      .toString('utf8')
      .toWellFormed()
      .replace(/\ufffd+$/, '')} …`,
    whole: { name: 'message.txt', size: file.size, inline: false, stream: () => file.stream() },
  }
}

/** The content of a ticket or a comment: the words, the pictures among them, and links to the files that have no place of their own. */
export function contentOf(
  text: string,
  stored: StoredUploads,
  left: { readonly refused: readonly string[]; readonly truncated: boolean },
  apiUrl: string,
): string {
  const link = (name: string) => `${apiUrl}/system/download?file=${name}`
  const parts = [
    escapeHtml(text).replace(/\r?\n/g, '<br>'),
    ...stored.images.map((name) => `<p><img src="${link(name)}" alt=""></p>`),
    ...stored.more.map(
      ({ stored, name }) => `<p><a href="${link(stored)}">${escapeHtml(oneLine(name))}</a></p>`,
    ),
    left.refused.length > 0 &&
      `<p><em>Left out: ${escapeHtml(left.refused.map(oneLine).join(', '))}</em></p>`,
    left.truncated && '<p><em>The mail was too large to be taken over whole.</em></p>',
  ]
  return cleanHtml(parts.filter(Boolean).join('\n'))
}
