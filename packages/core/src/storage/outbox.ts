/** A mail that waits for delivery: a template's name with its variables, put into words when it is sent. */
export interface StoredMail {
  readonly id: number
  readonly template: string
  readonly to: string
  readonly language: string
  readonly variables: Readonly<Record<string, string>>
  readonly createdAt: Date
  /** How often delivery was tried. */
  readonly attempts: number
}

export type NewMail = Omit<StoredMail, 'id' | 'attempts'>

export interface OutboxStore {
  add(mail: NewMail): Promise<void>
  /**
   * Takes up to `limit` mails that are due, oldest first, and hides them from other workers until `leaseUntil`.
   * Counts the attempt.
   */
  claim(now: Date, leaseUntil: Date, limit: number): Promise<StoredMail[]>
  /** It was delivered. */
  remove(id: number): Promise<void>
  /** It was not: due again at `retryAt`, or never when null, with the cause kept. */
  failed(id: number, retryAt: Date | null, cause: string): Promise<void>
}
