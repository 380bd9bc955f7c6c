import { createHash } from 'node:crypto'
import type { IncomingMail } from '../../platform/index.js'

/** Returns the Message-ID of a mail; null if it is not one. */
export function messageIdOf({ headers }: Pick<IncomingMail, 'headers'>): string | null {
  const id = headers.get('message-id')?.trim() ?? ''
  return /^<[\x21-\x3b\x3d\x3f-\x7e]{1,250}>$/.test(id) ? id : null
}

/**
 * Returns SHA-256 of what a sender sent: id, address, date, type, subject, words and files. A mail that arrives twice
 * has the same hash both times, whatever headers its way added; another mail under the same id has another one. Null
 * for a mail without an id or a date: nothing tells it from the next one that says the same.
 */
export async function sentHashOf(mail: IncomingMail): Promise<string | null> {
  const { from, subject, text, attachments, headers } = mail
  const id = messageIdOf(mail)
  const date = headers.get('date')?.trim()
  const type = headers.get('content-type')?.trim() ?? ''
  if (id === null || !date) return null
  const hash = createHash('sha256')
  hash.update(JSON.stringify([id, from?.address, date, type, subject, text, attachments.length]))
  for (const { name, size, stream } of attachments) {
    hash.update(JSON.stringify([name, size]))
    for await (const chunk of stream() as unknown as AsyncIterable<Uint8Array>) hash.update(chunk)
  }
  return hash.digest('hex')
}
