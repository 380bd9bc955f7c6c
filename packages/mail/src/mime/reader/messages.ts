import type { MailData } from '../mail-data.js'
import type { RawMail } from '../take-apart.js'

/** What the worker is asked. */
export interface ToWorker {
  readonly raw: Uint8Array<ArrayBuffer>
  readonly known: RawMail
}

/** What the worker says: first that it is ready, then one answer for each mail. */
export type FromWorker = { readonly ready: true } | { readonly mail: MailData } | { readonly refused: string }
