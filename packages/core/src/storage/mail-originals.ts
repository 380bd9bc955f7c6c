/** Where the whole mail is kept of which a ticket or a comment was made. */
export interface StoredOriginal {
  readonly ticketId: number
  /** The comment; null for the mail that opened the ticket. */
  readonly eventId: number | null
  /** Its name in the file store; null where the storage itself has the bytes. */
  readonly file: string | null
  /** In bytes. */
  readonly size: number
  /** SHA-256, in hexadecimal digits. */
  readonly hash: string
}

/** The mails of tickets and comments, whole. They go with their ticket. */
export interface MailOriginalStore {
  /**
   * Adds a mail.
   *
   * @param pieces its bytes, none of them large, in their order; none where a file store has them
   */
  add(original: StoredOriginal, pieces: readonly Uint8Array[]): Promise<void>
  /** The one of a comment, or, with null, of the ticket itself. */
  of(ticketId: number, eventId: number | null): Promise<StoredOriginal | undefined>
  /** The names in the file store of all mails of these tickets; there may be thousands of them. */
  filesOf(ticketIds: readonly number[]): Promise<string[]>
  /** A piece of the bytes, counted from 0; undefined behind the last. */
  piece(ticketId: number, eventId: number | null, index: number): Promise<Uint8Array | undefined>
}
