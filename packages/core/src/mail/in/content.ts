import type { StoredUploads } from '../../domain/files/index.js'
import { cleanHtml } from '../../domain/helpdesk/index.js'
import type { IncomingMail, MailAttachment } from '../../platform/index.js'
import { escapeHtml } from '../templates/index.js'

/** In bytes; what a mail says beyond it comes along as a file. */
const longestContent = 50_000

/** In characters. */
const longestTitle = 200

/** The title of a ticket that a mail opens: its subject, or how it begins. */
export interface MailTitle {
  readonly title: string
  /** What of the subject is too long for a title; empty when all of it is there. */
  readonly rest: string
}

/** Makes a title of a mail. */
export function titleOf({ subject, text }: Pick<IncomingMail, 'subject' | 'text'>): MailTitle {
  const line = [subject, ...text.split('\n', 20)].map(oneLine).find((each) => each !== '')
  const characters = [...(line ?? '(no subject)')]
  return {
    title: characters.slice(0, longestTitle).join(''),
    // Of a title that is the text's beginning, the text has the rest.
    rest: oneLine(subject) === '' ? '' : characters.slice(longestTitle).join('').trim(),
  }
}

/** As names and titles may be: on one line, and nothing that a database could not keep. */
export const oneLine = (text: string) =>
  text
    .toWellFormed()
    .replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ')
    .trim()

/**
 * What the mail says, as far as a ticket holds it; the whole of it is a file when that is not all.
 *
 * @param head the rest of its subject, which comes first
 */
export function textOf(
  mail: Pick<IncomingMail, 'text'>,
  head: string,
): {
  readonly text: string
  readonly whole: MailAttachment | undefined
} {
  const words = mail.text.toWellFormed().replaceAll('\0', '').trim()
  const text = [head && `… ${head}`, words].filter(Boolean).join('\n\n')
  if (Buffer.byteLength(text) <= longestContent) return { text, whole: undefined }
  const file = new Blob([text])
  const bytes = Buffer.from(text)
  let end = longestContent
  // Not within a character.
  while (((bytes[end] ?? 0) & 0xc0) === 0x80) end--
  return {
    text: `${bytes.toString('utf8', 0, end)} …`,
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
