import type { IncomingMail } from '@opensupports/core'
import { incomingMail } from './mail-data.js'
import { type RawMail, takeApart } from './take-apart.js'

/**
 * Reads a mail on this thread.
 *
 * @throws Error for what is no mail
 */
export async function readMail(raw: Uint8Array<ArrayBuffer>, known: RawMail = {}): Promise<IncomingMail> {
  return incomingMail(takeApart(raw, known), raw)
}
