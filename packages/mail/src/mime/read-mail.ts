import type { IncomingMail } from '@opensupports/core'
import { incomingMail } from './mail-data.js'
import { type RawMail, takeApart } from './take-apart.js'

/**
 * Parses a mail on the calling thread.
 *
 * @throws Error if the bytes have no mail headers
 */
export async function readMail(raw: Uint8Array<ArrayBuffer>, known: RawMail = {}): Promise<IncomingMail> {
  return incomingMail(takeApart(raw, known), raw)
}
