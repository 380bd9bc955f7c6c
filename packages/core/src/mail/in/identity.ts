import { createHash } from 'node:crypto'
import type { IncomingMail } from '../../platform/index.js'

/** Returns the Message-ID of a mail; null if it is not one. */
export function messageIdOf({ headers }: Pick<IncomingMail, 'headers'>): string | null {
  const id = headers.get('message-id')?.trim() ?? ''
  return /^<[\x21-\x3b\x3d\x3f-\x7e]{1,250}>$/.test(id) ? id : null
}

/**
 * Returns SHA-256 of what a sender sent: id, address, date, type, subject, text and files. Copies of a mail have the
 * same hash, whatever headers their route added; another mail with the same id has a different one. Null for a mail
 * without an id or a date, since a later mail with the same text could not be told apart.
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
