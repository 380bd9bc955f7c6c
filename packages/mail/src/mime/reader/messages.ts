import type { MailData } from '../mail-data.js'
import type { RawMail } from '../take-apart.js'

/** A message to the worker. */
export interface ToWorker {
  readonly raw: Uint8Array<ArrayBuffer>
  readonly known: RawMail
}

/** A message from the worker: first that it is ready, then one answer per mail. */
export type FromWorker = { readonly ready: true } | { readonly mail: MailData } | { readonly refused: string }
