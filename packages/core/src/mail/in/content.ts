import type { StoredUploads } from '../../domain/files/index.js'
import { cleanHtml } from '../../domain/helpdesk/index.js'
import { escapeHtml } from '../../params/index.js'
import type { IncomingMail, MailAttachment } from '../../platform/index.js'

/** In bytes. A longer text is attached as a file. */
const longestContent = 50_000

/** In characters. */
const longestTitle = 200

/** The title of a ticket from a mail: its subject, or the beginning of its text. */
export interface MailTitle {
  readonly title: string
  /** The rest of a subject that is too long for a title; empty if it fits. */
  readonly rest: string
}

/** Returns the title for a mail. */
export function titleOf({ subject, text }: Pick<IncomingMail, 'subject' | 'text'>): MailTitle {
  const line = [subject, ...text.split('\n', 20)].map(oneLine).find((each) => each !== '')
  const characters = [...(line ?? '(no subject)')]
  return {
    title: characters.slice(0, longestTitle).join(''),
    // If the title is the beginning of the text, the text has the rest.
    rest: oneLine(subject) === '' ? '' : characters.slice(longestTitle).join('').trim(),
  }
}

/** Returns a text as names and titles may be: on one line, without characters that a database rejects. */
export const oneLine = (text: string) =>
  text
    .toWellFormed()
    .replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ')
    .trim()

/**
 * Returns the text of a mail, cut to the length that a ticket allows. If it is cut, the whole text becomes a file.
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
  // Do not cut a character.
  while (((bytes[end] ?? 0) & 0xc0) === 0x80) end--
  return {
    text: `${bytes.toString('utf8', 0, end)} …`,
    whole: { name: 'message.txt', size: file.size, inline: false, stream: () => file.stream() },
  }
}

/** Returns the content of a ticket or a comment: the text, its inline pictures, and links to all other files. */
export async function contentOf(
  text: string,
  stored: StoredUploads,
  left: { readonly refused: readonly string[]; readonly truncated: boolean },
  apiUrl: string,
): Promise<string> {
  const link = (name: string) => `${apiUrl}/system/download?file=${name}`
  const parts = [
    escapeHtml(text).replace(/\r?\n/g, '<br>'),
    ...stored.images.map((name) => `<p><img src="${link(name)}" alt=""></p>`),
    ...stored.more.map(
      ({ stored, name }) => `<p><a href="${link(stored)}">${escapeHtml(oneLine(name))}</a></p>`,
    ),
    left.refused.length > 0 &&
      `<p><em>Left out: ${escapeHtml(left.refused.map(oneLine).join(', '))}</em></p>`,
    left.truncated && '<p><em>The mail was too large to be stored completely.</em></p>',
  ]
  return cleanHtml(parts.filter(Boolean).join('\n'))
}
