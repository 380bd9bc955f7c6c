import type { IncomingMail } from '@opensupports/core'
import { incomingMail } from './mail-data.js'
import type { RawMail } from './take-apart.js'

/**
 * Parses a mail on the calling thread.
 *
 * @throws Error if the bytes have no mail headers
 */
export async function readMail(raw: Uint8Array<ArrayBuffer>, known: RawMail = {}): Promise<IncomingMail> {
  // A thread usually reads mails, so this one loads the parsers only when it must.
  const { takeApart } = await import('./take-apart.js')
  return incomingMail(takeApart(raw, known), raw)
}
