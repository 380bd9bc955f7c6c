/**
 * What a token in a mail gives the right to; `address` with the id of the pending address. The token itself is made
 * when the mail is put into words, so that none is in the outbox.
 */
export type MailProof =
  | 'verification'
  | 'recovery user'
  | 'recovery staff'
  | 'invitation user'
  | 'invitation staff'
  | `address ${number}`

/** A mail that waits for delivery: a template's name with its variables, put into words when it is sent. */
export interface StoredMail {
  readonly id: number
  readonly template: string
  readonly to: string
  readonly language: string
  readonly variables: Readonly<Record<string, string>>
  readonly createdAt: Date
  /** Absent in mails without a token. */
  readonly proof?: MailProof
  /** How often delivery was tried. */
  readonly attempts: number
}

/** A mail that could not be delivered yet. */
export interface UndeliveredMail extends StoredMail {
  /** When it is tried again; null: never. */
  readonly dueAt: Date | null
  readonly cause: string
}

export type NewMail = Omit<StoredMail, 'id' | 'attempts'>

export interface OutboxStore {
  /** Keeps mails, due at once, in their order. */
  add(mails: readonly NewMail[]): Promise<void>
  /**
   * Takes up to `limit` mails that are due, oldest first, and hides them from other workers until `leaseUntil`.
   * Counts the attempt.
   */
  claim(now: Date, leaseUntil: Date, limit: number): Promise<StoredMail[]>
  /** It was delivered. */
  remove(id: number): Promise<void>
  /** It was not: due again at `retryAt`, or never when null, with the cause kept. */
  failed(id: number, retryAt: Date | null, cause: string): Promise<void>
  /** Nobody could try: due at once, and the attempt does not count. */
  release(id: number, now: Date): Promise<void>
  /** Those whose delivery has failed at least once, newest first. */
  undelivered(page: { offset: number; limit: number }): Promise<UndeliveredMail[]>
  /** Makes a mail that has failed due now, as if it were new; false when there is no such one. */
  retry(id: number, now: Date): Promise<boolean>
  /** Gives up a mail that has failed; false when there is no such one. */
  discard(id: number): Promise<boolean>
}
