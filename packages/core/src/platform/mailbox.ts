import type { Abortable } from './abort.js'
import type { Upload } from './files.js'
import type { MailServer } from './mailer.js'

/** A file in a mail. */
export interface MailAttachment extends Upload {
  /** Whether it is shown within the text, not beside it. */
  readonly inline: boolean
}

/**
 * An address from a mail header: ASCII letters in lower case, everything else as written, including other scripts. It
 * may be invalid.
 */
export interface MailAddress {
  readonly address: string
  /** Decoded, on one line. Empty when there is none. */
  readonly name: string
}

/** The bytes of a mail as received. */
export interface OriginalMail {
  /** In bytes, at most 25 MiB; larger mails are truncated. */
  readonly size: number
  /** Returns a new stream from the start at each call. */
  stream(): ReadableStream<Uint8Array>
}

/** A parsed incoming mail. All of it is untrusted. */
export interface IncomingMail {
  /** SHA-256 of the mail as received, hexadecimal: equal for the same mail in every mailbox. */
  readonly contentHash: string
  /** The first address of `From`. Undefined when none can be parsed. */
  readonly from: MailAddress | undefined
  /** The addresses of `Reply-To`, at most 20. */
  readonly replyTo: readonly MailAddress[]
  /** The first address of `Sender`. */
  readonly sender: MailAddress | undefined
  readonly subject: string
  /** Message ids, with angle brackets, of `In-Reply-To`. */
  readonly inReplyTo: readonly string[]
  /** Message ids, with angle brackets, of `In-Reply-To` and `References`, nearest first. */
  readonly references: readonly string[]
  /**
   * The values of all `Authentication-Results` headers, unfolded, topmost first. Servers prepend theirs, so the sender
   * may have forged the lower ones.
   */
  readonly authenticationResults: readonly string[]
  /** By name in lower case; the first value of repeated headers. Encoded words are not decoded. */
  readonly headers: ReadonlyMap<string, string>
  /**
   * What the sender wrote, as plain text. Quotes and signatures of answers are removed if they are recognized reliably.
   */
  readonly text: string
  readonly attachments: readonly MailAttachment[]
  /** Parts that were too large to read, and are missing here. */
  readonly truncated: boolean
  readonly original: OriginalMail
}

/** An open mailbox. */
export interface OpenMailbox {
  /** Identifies the mailbox: server, user and folder. */
  readonly name: string
  /** The numbers of mails are valid only while this stays the same. */
  readonly uidValidity: string
  /** Returns the numbers of all mails, read or not, ascending. */
  uids(): Promise<number[]>
  /** Returns a mail, or undefined when it is gone. Throws when it cannot be parsed. */
  read(uid: number): Promise<IncomingMail | undefined>
  /** Removes a mail that was taken completely. */
  remove(uid: number): Promise<void>
  /** Marks a mail that stays, for people who look into the mailbox. */
  mark(uid: number): Promise<void>
  close(): Promise<void>
}

/** Opens the mailbox of incoming mail. */
export interface Mailbox {
  /** Whether it uses the mailbox of the helpdesk's settings. Default false: it has its own configuration. */
  readonly bySettings?: boolean
  /** @param options.signal aborts when no caller waits any more; the connection may then be closed */
  open(server: MailServer | undefined, options?: Abortable): Promise<OpenMailbox>
  /**
   * Connects and signs in without changing anything, for `/system/test-imap`. Throws a `MailServerError` on failure.
   */
  check?(server: MailServer): Promise<void>
}

/** The result of polling the mailbox. */
export interface MailPoll {
  /** The number of mails that became tickets or comments. */
  readonly taken: number
  /** The number of mails that were automatic, or copies of earlier ones. */
  readonly ignored: number
  /** The number of mails that the helpdesk does not accept. */
  readonly refused: number
  /** The mails that will be retried, or were given up. */
  readonly failed: readonly MailTrouble[]
}

/** A mail that could not be taken. */
export interface MailTrouble {
  readonly author: string | null
  readonly ticketNumber: number | null
  /** A short text that may be shown to any reader. */
  readonly error: string
}
