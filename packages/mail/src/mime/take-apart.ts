import { createHash } from 'node:crypto'
import { answerOf, answersAnother } from '../words/index.js'
import { type MailFile, readBody } from './body/index.js'
import { decodeText } from './charset/index.js'
import { addressesOf, decodeHeader, messageIdsOf, oneLine, threadOf } from './headers/index.js'
import type { MailData } from './mail-data.js'
import { fieldOf, splitMail, type Work } from './parts/index.js'

const mostAttachments = 100
const mostReplyTo = 20

/** What is known about a mail besides its bytes. */
export interface RawMail {
  /** Whether bytes at the end are missing. */
  readonly truncated?: boolean
  /** The size on the server, if bytes are missing. */
  readonly fullSize?: number
}

/**
 * Parses a mail. No content makes it fail as long as there are headers: it leaves out what it cannot parse and sets
 * `truncated`. Takes time linear in the size; `work` counts the steps.
 *
 * @throws Error if there are no headers
 */
export function takeApart(
  raw: Uint8Array<ArrayBuffer>,
  { truncated = false, fullSize = raw.byteLength }: RawMail = {},
  work: Work = { steps: 0 },
): MailData {
  const { root, whole } = splitMail(Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength), work)
  const { fields } = root
  if (fields.length === 0) throw new Error('this is not a mail: it has no headers')
  const body = readBody(root)
  const decoded = (value: string) => oneLine(decodeHeader(value, body.charset))
  const addresses = (name: string, most: number) => addressesOf(fieldOf(fields, name), body.charset, most)
  /** Returns a header as written, with encoded words not decoded. */
  const unchanged = (value: string) =>
    oneLine(decodeText(Buffer.from(value, 'latin1'), undefined, body.charset).text)
  const subject = decoded(fieldOf(fields, 'subject'))
  const [inReplyTo, references] = [fieldOf(fields, 'in-reply-to'), fieldOf(fields, 'references')]
  const isAnswer = answersAnother({ subject, refers: inReplyTo !== '' || references !== '' })
  const answers = body.words.map(({ text, html, flowed }) => answerOf({ text, html, flowed, isAnswer }).text)
  const headers = new Map<string, string>()
  for (const { name, value } of fields) if (!headers.has(name)) headers.set(name, unchanged(value))
  return {
    contentHash: hashOf(raw, truncated ? fullSize : undefined),
    from: addresses('from', 1)[0],
    replyTo: addresses('reply-to', mostReplyTo),
    sender: addresses('sender', 1)[0],
    subject,
    inReplyTo: messageIdsOf(inReplyTo),
    references: threadOf(inReplyTo, references),
    authenticationResults: fields
      .filter(({ name }) => name === 'authentication-results')
      .map(({ value }) => unchanged(value)),
    headers,
    text: [...answers, ...body.invites].filter(Boolean).join('\n\n'),
    files: body.files.slice(0, mostAttachments).map(fileOf),
    truncated: truncated || !whole || !body.whole || body.files.length > mostAttachments,
  }
}

/** Returns the hash of a mail. For a truncated mail, it includes the full size, since others may begin the same. */
function hashOf(raw: Uint8Array, fullSize: number | undefined): string {
  const hash = createHash('sha256').update(raw)
  if (fullSize !== undefined) hash.update(`\n${fullSize}`)
  return hash.digest('hex')
}

/** Returns a copy of the bytes, which may share memory with the mail. */
const fileOf = ({ name, inline, bytes }: MailFile) => ({ name, inline, bytes: new Uint8Array(bytes) })
