import type { Abortable } from './abort.js'
import type { Upload } from './files.js'
import type { MailServer } from './mailer.js'

/** A part of a mail that is a file. */
export interface MailAttachment extends Upload {
  /** Shown within the text, not beside it. */
  readonly inline: boolean
}

/**
 * An address as a header of a mail names it: ASCII letters in lower case, everything else as it is written, so that it
 * may hold other scripts. It may be no address at all.
 */
export interface MailAddress {
  readonly address: string
  /** Decoded, on one line. Empty when there is none. */
  readonly name: string
}

/** The bytes of a mail as it came. */
export interface OriginalMail {
  /** In bytes, at most 25 MiB: of a larger mail the end is missing. */
  readonly size: number
  /** Can be called again and again. */
  stream(): ReadableStream<Uint8Array>
}

/** A mail that came in, read. Nothing in it is to be trusted. */
export interface IncomingMail {
  /** SHA-256 of the mail as it came, in hexadecimal digits: the same mail has the same, wherever it lies. */
  readonly contentHash: string
  /** The first address of `From`. Undefined when there is none that can be read. */
  readonly from: MailAddress | undefined
  /** The addresses of `Reply-To`, at most 20. */
  readonly replyTo: readonly MailAddress[]
  /** The first address of `Sender`. */
  readonly sender: MailAddress | undefined
  readonly subject: string
  /** Message ids, with angle brackets, of `In-Reply-To`. */
  readonly inReplyTo: readonly string[]
  /** Message ids, with angle brackets, of `In-Reply-To` and `References`: the nearest first. */
  readonly references: readonly string[]
  /**
   * The values of all `Authentication-Results` headers, unfolded, the topmost first. Servers add theirs on top, so
   * those further down may be the sender's invention.
   */
  readonly authenticationResults: readonly string[]
  /** By name in lower case; the first where there are several. Encoded words are not decoded. */
  readonly headers: ReadonlyMap<string, string>
  /**
   * What the sender wrote, as plain text. Of an answer, without the quote and the signature that are known for sure.
   */
  readonly text: string
  readonly attachments: readonly MailAttachment[]
  /** Parts of it were too much to be read, and are missing here. */
  readonly truncated: boolean
  readonly original: OriginalMail
}

/** A mailbox that is open. */
export interface OpenMailbox {
  /** Which one it is: server, user and folder. */
  readonly name: string
  /** Numbers of mails mean something only as long as it stays the same. */
  readonly uidValidity: string
  /** The numbers of all mails in it, read or not, ascending. */
  uids(): Promise<number[]>
  /** Undefined when it is gone. Throws when it cannot be read as a mail. */
  read(uid: number): Promise<IncomingMail | undefined>
  /** Removes a mail: it has been taken over whole. */
  remove(uid: number): Promise<void>
  /** Marks a mail that stays, for people who look into the mailbox. */
  mark(uid: number): Promise<void>
  close(): Promise<void>
}

/** Where mails come in. */
export interface Mailbox {
  /** True: it is the one that the helpdesk's settings name. Default false: it knows its own way. */
  readonly bySettings?: boolean
  /** @param options.signal aborts when nobody waits any more: the connection may be cut */
  open(server: MailServer | undefined, options?: Abortable): Promise<OpenMailbox>
  /** Connects, signs in, and changes nothing: for `/system/test-imap`. Throws a `MailServerError` when it cannot. */
  check?(server: MailServer): Promise<void>
}

/** What came of a look into the mailbox. */
export interface MailPoll {
  /** Mails that are in a ticket now. */
  readonly taken: number
  /** Mails that nobody wrote, or that were here already. */
  readonly ignored: number
  /** Mails that the helpdesk does not take. */
  readonly refused: number
  /** Mails that are tried again next time, or given up. */
  readonly failed: readonly MailTrouble[]
}

/** A mail that could not be taken. */
export interface MailTrouble {
  readonly author: string | null
  readonly ticketNumber: number | null
  /** A short text, fit for every reader. */
  readonly error: string
}
