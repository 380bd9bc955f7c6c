/** The original mail that became a ticket or a comment. */
export interface StoredOriginal {
  readonly ticketId: number
  /** The comment; null for the mail that opened the ticket. */
  readonly eventId: number | null
  /** Its name in the file store; null if the storage itself has the bytes. */
  readonly file: string | null
  /** In bytes. */
  readonly size: number
  /** SHA-256, in hexadecimal digits. */
  readonly hash: string
}

/** Keeps the original mails of tickets and comments. Removing a ticket removes its mails. */
export interface MailOriginalStore {
  /**
   * Adds a mail.
   *
   * @param pieces its bytes in order, in small pieces; empty if a file store has them
   */
  add(original: StoredOriginal, pieces: readonly Uint8Array[]): Promise<void>
  /** Returns the mail of a comment or, with null, of the ticket itself. */
  of(ticketId: number, eventId: number | null): Promise<StoredOriginal | undefined>
  /**
   * Returns those of a ticket's comments from one id to another that have a mail, and null if the ticket itself has one; in
   * any order.
   */
  eventsOf(ticketId: number, first: number, last: number): Promise<(number | null)[]>
  /** Returns the file store names of all mails of these tickets; there may be thousands. */
  filesOf(ticketIds: readonly number[]): Promise<string[]>
  /** Returns a piece of the bytes, counted from 0; undefined after the last. */
  piece(ticketId: number, eventId: number | null, index: number): Promise<Uint8Array | undefined>
}
