/**
 * What the token in a mail is for; `address` with the id of the pending address. The token is made when the mail is
 * rendered, so that the outbox never contains one.
 */
export type MailProof =
  | 'verification'
  | 'recovery user'
  | 'recovery staff'
  | 'invitation user'
  | 'invitation staff'
  | `address ${number}`

/** A mail to deliver: the name of a template with its variables, rendered when it is sent. */
export interface StoredMail {
  readonly id: number
  readonly template: string
  readonly to: string
  readonly language: string
  readonly variables: Readonly<Record<string, string>>
  readonly createdAt: Date
  /** Absent in mails without a token. */
  readonly proof?: MailProof
  /** The number of delivery attempts. */
  readonly attempts: number
}

/** A mail whose delivery has failed at least once. */
export interface UndeliveredMail extends StoredMail {
  /** The time of the next attempt; null for a dead letter. */
  readonly dueAt: Date | null
  readonly cause: string
}

export type NewMail = Omit<StoredMail, 'id' | 'attempts'>

/** The mails in the outbox. */
export interface OutboxBacklog {
  /** The number of mails to deliver, including leased ones; at most 10,000. */
  readonly waiting: number
  /** When the mail that is due first is due; null if no mail waits. In the past, it is late. */
  readonly firstDueAt: Date | null
  /** The number of dead letters, at most 10,000. */
  readonly deadLetters: number
}

export interface OutboxStore {
  /** Adds mails in order, due at once. */
  add(mails: readonly NewMail[]): Promise<void>
  /**
   * Leases up to `limit` due mails, oldest first, and hides them from other workers until `leaseUntil`. Counts the
   * attempt.
   */
  claim(now: Date, leaseUntil: Date, limit: number): Promise<StoredMail[]>
  /**
   * Makes mails due earlier that are due later than any wait would make them, since the clock was set back.
   *
   * @param latest the latest due time of a mail, by its number of attempts; the last one is for all higher numbers
   */
  bringForward(latest: readonly Date[]): Promise<void>
  /** Removes a delivered mail. */
  remove(id: number): Promise<void>
  /** Records a failed delivery with its cause: due again at `retryAt`, or a dead letter when null. */
  failed(id: number, retryAt: Date | null, cause: string): Promise<void>
  /** Returns a mail that was not attempted: due at once, and the attempt does not count. */
  release(id: number, now: Date): Promise<void>
  /** Counts the mails in the outbox, up to a limit. */
  backlog(): Promise<OutboxBacklog>
  /** Returns mails whose delivery has failed at least once, newest first. */
  undelivered(page: { offset: number; limit: number }): Promise<UndeliveredMail[]>
  /** Makes a failed mail due now, with its attempts reset. Returns false when there is no such mail. */
  retry(id: number, now: Date): Promise<boolean>
  /** Deletes a failed mail. Returns false when there is no such mail. */
  discard(id: number): Promise<boolean>
}
