import { createHash } from 'node:crypto'
import type { IncomingMail, MailAddress } from '@opensupports/core'
import PostalMime, { type Address, type Email } from 'postal-mime'
import { answerOf, answersAnother } from '../words/index.js'
import { attachmentOf } from './attachments.js'
import { asWindows1252 } from './windows-1252.js'

const mostAttachments = 100
const mostReferences = 50
/** In bytes: 25 MiB. */
const longestOriginal = 25 * 1_048_576
/** Of a mail whose parts cannot be taken apart, this much is looked at. */
const headOnly = 200_000

/** What is known of a mail besides its bytes. */
export interface RawMail {
  /** Bytes at its end are missing. */
  readonly truncated?: boolean
  /** Its size on the server, where bytes are missing. */
  readonly fullSize?: number
}

/**
 * Reads a mail. Nothing that a sender can write makes it fail as long as there are headers: what cannot be understood
 * is left out, and `truncated` tells so.
 *
 * @throws Error for what is no mail
 */
export async function readMail(
  raw: Uint8Array<ArrayBuffer>,
  { truncated = false, fullSize = raw.byteLength }: RawMail = {},
): Promise<IncomingMail> {
  const { email, whole } = await parse(raw)
  if (email.headers.length === 0) throw new Error('it is not a mail: it has no headers')
  const headers = new Map<string, string>()
  for (const { key, value } of email.headers) if (!headers.has(key)) headers.set(key, plain(value))
  const hash = createHash('sha256').update(raw)
  if (truncated) hash.update(`\n${fullSize}`)
  const original = new Blob([raw.subarray(0, longestOriginal)])
  return {
    contentHash: hash.digest('hex'),
    from: addressOf(email.from),
    replyTo: (email.replyTo ?? []).slice(0, 20).flatMap((each) => addressOf(each) ?? []),
    sender: addressOf(email.sender),
    subject: plain(email.subject ?? ''),
    inReplyTo: idsOf(email.inReplyTo).slice(0, mostReferences),
    references: referencesOf(email),
    authenticationResults: email.headers
      .filter(({ key }) => key === 'authentication-results')
      .map(({ value }) => plain(value)),
    headers,
    text: textOf(email),
    attachments: email.attachments.slice(0, mostAttachments).map(attachmentOf),
    truncated: truncated || !whole || email.attachments.length > mostAttachments,
    original: { size: original.size, stream: () => original.stream() },
  }
}

async function parse(raw: Uint8Array<ArrayBuffer>): Promise<{ email: Email; whole: boolean }> {
  const options = { forceRfc822Attachments: true, maxNestingDepth: 50, maxHeadersSize: 1_048_576 }
  try {
    return { email: await PostalMime.parse(raw, options), whole: true }
  } catch {
    // Too deep, or too many headers: its own headers and the beginning of what follows, as if it were plain text.
    const head = Buffer.from(raw.subarray(0, headOnly)).toString('latin1')
    const [headers = '', ...rest] = head.split(/\r?\n\r?\n/)
    const kept = headers.replace(/^content-[a-z-]+:.*(?:\r?\n[ \t].*)*(?:\r?\n)?/gim, '')
    const body = rest.join('\n\n').slice(0, 20_000)
    return {
      email: await PostalMime.parse(Buffer.from(`${kept}\r\n\r\n${body}`, 'latin1'), options),
      whole: false,
    }
  }
}

/** One line, without control characters. */
const plain = (text: string) =>
  asWindows1252(text)
    .toWellFormed()
    .replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ')
    .trim()

function addressOf(from: Address | undefined): MailAddress | undefined {
  const { address, name = '' } = from?.group?.[0] ?? from ?? {}
  return address ? { address: asciiLower(plain(address)), name: plain(name) } : undefined
}

const asciiLower = (text: string) => text.replace(/[A-Z]/g, (letter) => letter.toLowerCase())

const idsOf = (text = '') => text.slice(0, 20_000).match(/<[^<>\s]{1,500}>/g) ?? []

/** The mail that is answered first, then its forerunners from the last to the first. */
const referencesOf = ({ inReplyTo, references }: Email): string[] =>
  [...new Set([...idsOf(inReplyTo), ...idsOf(references).reverse()])].slice(0, mostReferences)

function textOf({ text, html, subject = '', inReplyTo = '', references = '' }: Email): string {
  const words = (form: string | undefined) => form && asWindows1252(form).toWellFormed().replaceAll('\0', '')
  const isAnswer = answersAnother({ subject, refers: Boolean(inReplyTo.trim() || references.trim()) })
  return answerOf({ text: words(text), html: words(html), isAnswer }).text
}
