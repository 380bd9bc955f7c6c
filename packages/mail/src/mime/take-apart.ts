import { createHash } from 'node:crypto'
import { answerOf, answersAnother } from '../words/index.js'
import { type MailFile, readBody } from './body/index.js'
import { decodeText } from './charset/index.js'
import { addressesOf, decodeHeader, messageIdsOf, oneLine, threadOf } from './headers/index.js'
import type { MailData } from './mail-data.js'
import { fieldOf, splitMail, type Work } from './parts/index.js'

const mostAttachments = 100
const mostReplyTo = 20

/** What is known of a mail besides its bytes. */
export interface RawMail {
  /** Bytes at its end are missing. */
  readonly truncated?: boolean
  /** Its size on the server, where bytes are missing. */
  readonly fullSize?: number
}

/**
 * Reads a mail. Nothing that a sender can write makes it fail as long as there are headers: what cannot be understood
 * is left out, and `truncated` tells so. Takes time in proportion to the size; `work` counts the steps.
 *
 * @throws Error for what is no mail
 */
export function takeApart(
  raw: Uint8Array<ArrayBuffer>,
  { truncated = false, fullSize = raw.byteLength }: RawMail = {},
  work: Work = { steps: 0 },
): MailData {
  const { root, whole } = splitMail(Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength), work)
  const { fields } = root
  if (fields.length === 0) throw new Error('it is not a mail: it has no headers')
  const body = readBody(root)
  const decoded = (value: string) => oneLine(decodeHeader(value, body.charset))
  const addresses = (name: string, most: number) => addressesOf(fieldOf(fields, name), body.charset, most)
  /** Encoded words stay as they are. */
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

/** Of a mail whose end is missing, its size counts too: another one may begin the same. */
function hashOf(raw: Uint8Array, fullSize: number | undefined): string {
  const hash = createHash('sha256').update(raw)
  if (fullSize !== undefined) hash.update(`\n${fullSize}`)
  return hash.digest('hex')
}

/** A copy of its own: its bytes may lie in those of the mail. */
const fileOf = ({ name, inline, bytes }: MailFile) => ({ name, inline, bytes: new Uint8Array(bytes) })
