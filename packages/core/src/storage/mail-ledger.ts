/**
 * `begun`: it is being read, or the process ended while it was. `taken`: it is in a ticket. `ignored`: nobody wrote it
 * (an automatic answer), or it is here already. `refused`: the helpdesk does not take it (a banned sender). `failed`:
 * it could not be read or stored, and is tried again. `given up`: it failed too often.
 */
export type MailFate = 'begun' | 'taken' | 'ignored' | 'refused' | 'failed' | 'given up'

/** What became of a mail that came in. */
export interface LedgerEntry {
  readonly mailbox: string
  readonly uidValidity: string
  readonly uid: number
  readonly fate: MailFate
  /** How often it was tried. */
  readonly attempts: number
  readonly at: Date
  /** Null where it could not even be read. */
  readonly contentHash: string | null
  /** SHA-256 of what its sender sent: the same by whatever way it came. Null where nothing tells that for sure. */
  readonly sentHash: string | null
  readonly sender: string | null
  /** As the sender's server named it, with its angle brackets. */
  readonly messageId: string | null
  readonly ticketNumber: number | null
  /** Why it is not in a ticket, or not the whole of it. */
  readonly cause: string | null
}

/** Remembers each mail that came in, so that none is taken twice. */
export interface MailLedgerStore {
  /** What is known of these mails of a mailbox, while its `uidValidity` is this; there may be thousands. */
  of(
    mailbox: string,
    uidValidity: string,
    uids: readonly number[],
  ): Promise<Pick<LedgerEntry, 'uid' | 'fate' | 'attempts' | 'cause'>[]>
  /**
   * The number of the ticket in which a mail is: this very one, or one that was sent as the same; null in none;
   * undefined when it never was taken.
   */
  takenAs(mail: Pick<LedgerEntry, 'contentHash' | 'sentHash'>): Promise<number | null | undefined>
  /**
   * Adds what became of a mail, or replaces an entry of the same place that is `begun` or `failed`. `taken` replaces
   * `given up` too: a slower process may have come through.
   * Returns false, and writes nothing, when the place has an entry that is final, or it was taken from elsewhere, or by
   * another way.
   */
  record(entry: LedgerEntry): Promise<boolean>
  /** The message ids of the mails that are in a ticket, oldest first; at most the last 20. */
  messageIdsOf(ticketNumber: number): Promise<string[]>
  /** The numbers of the tickets in which mails with one of these ids are, in the order of the ids. */
  ticketsOf(messageIds: readonly string[]): Promise<number[]>
  /** What came to an end and has a cause: not taken, or not the whole of it. Newest first. */
  problems(page: { offset: number; limit: number }): Promise<LedgerEntry[]>
}
