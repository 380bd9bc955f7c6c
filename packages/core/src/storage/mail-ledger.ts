/**
 * `begun`: being read, or the process ended while reading it. `taken`: in a ticket. `ignored`: automatic, or a copy of
 * another mail. `refused`: not accepted, such as from a banned sender. `failed`: could not be read or stored, and is
 * retried. `given up`: failed too often.
 */
export type MailFate = 'begun' | 'taken' | 'ignored' | 'refused' | 'failed' | 'given up'

/**
 * Why a mail is not in a ticket, or only in part.
 *
 * - `own`: the helpdesk itself sent it.
 * - `unvouched`: it claims to come from a staff member, and the mail server does not vouch for that.
 * - `forged`: the address of its sender is forged, and only people with an account may write.
 * - `no-account`: its sender has no account, and only people with one may write.
 * - `disabled`: the account of its sender is disabled.
 * - `refused`: another rule or a hook refused it. The cause says which.
 * - `incomplete`: it is in a ticket, except for what the cause names.
 * - `unreadable`: it is not a valid mail.
 * - `broken`: it could not be stored.
 */
export const untakenReasons = [
  'own',
  'automatic',
  'copy',
  'no-sender',
  'banned',
  'too-many',
  'unvouched',
  'forged',
  'no-account',
  'disabled',
  'refused',
  'incomplete',
  'unreadable',
  'broken',
] as const

export type UntakenReason = (typeof untakenReasons)[number]

/** The outcome of an incoming mail. */
export interface LedgerEntry {
  readonly mailbox: string
  readonly uidValidity: string
  readonly uid: number
  readonly fate: MailFate
  /** The number of attempts. */
  readonly attempts: number
  readonly at: Date
  /** Null when the mail could not be read. */
  readonly contentHash: string | null
  /**
   * SHA-256 of what the sender sent; equal for each copy, whatever its route. Null when copies cannot be recognized
   * reliably.
   */
  readonly sentHash: string | null
  readonly sender: string | null
  /** Null when the mail could not be read, or is in a ticket as a whole. */
  readonly subject: string | null
  /** As set by the sender's server, with angle brackets. */
  readonly messageId: string | null
  readonly ticketNumber: number | null
  /** Null when the whole mail is in a ticket, and in entries that earlier versions wrote. */
  readonly reason: UntakenReason | null
  /** Why the mail is not in a ticket, or only in part. */
  readonly cause: string | null
}

/** An entry of a mail that is not in a ticket, or only in part. */
export interface UntakenMail extends LedgerEntry {
  readonly id: number
}

/** Remembers each incoming mail, so that none is taken twice. */
export interface MailLedgerStore {
  /** Returns the entries of these mails of a mailbox with this `uidValidity`; there may be thousands. */
  of(
    mailbox: string,
    uidValidity: string,
    uids: readonly number[],
  ): Promise<Pick<LedgerEntry, 'uid' | 'fate' | 'attempts' | 'cause'>[]>
  /**
   * Returns the number of the ticket that this mail or a copy of it was taken into; null if it was taken into none,
   * undefined if it was never taken.
   */
  takenAs(mail: Pick<LedgerEntry, 'contentHash' | 'sentHash'>): Promise<number | null | undefined>
  /**
   * Adds the outcome of a mail, or replaces an entry of the same mail that is `begun` or `failed`. `taken` also
   * replaces `given up`, since a slower process may have succeeded. Returns false, with nothing written, when the entry
   * is final, or the mail was taken as another entry or a copy.
   */
  record(entry: LedgerEntry): Promise<boolean>
  /** Returns the message ids of the mails in a ticket, oldest first; at most the last 20. */
  messageIdsOf(ticketNumber: number): Promise<string[]>
  /** Returns the numbers of the tickets that have mails with one of these ids, in the order of the ids. */
  ticketsOf(messageIds: readonly string[]): Promise<number[]>
  /** Returns the final entries with a cause: mails not taken, or only in part. Newest first. */
  problems(page: { offset: number; limit: number }): Promise<UntakenMail[]>
  /**
   * Marks a mail that is in no ticket as `failed` with no attempts, so that the next poll reads it again. Returns false and
   * writes nothing if no entry with a cause has the id, or if the mail, or that of which it is a copy, is in a ticket.
   */
  retry(id: number): Promise<boolean>
}
