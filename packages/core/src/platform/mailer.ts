import type { Abortable } from './abort.js'

/** Where the settings `smtp-host`, `smtp-user`, `smtp-pass` (or the `imap-…` ones) say that a mail server is. */
export interface MailServer {
  /** As 4.11 spells it: `host`, `host:port`, `ssl://host:port`, or for mailboxes `{host:port/imap/ssl}INBOX`. */
  readonly host: string
  /** Null or empty: no sign-in. */
  readonly user: string | null
  readonly pass: string | null
}

/** Why a mail server could not be used. */
export type MailServerFault =
  | 'no-server'
  | 'unknown-host'
  | 'private-network'
  | 'refused'
  | 'timeout'
  | 'tls'
  | 'credentials'
  | 'other'

/**
 * What a mailer or a mailbox throws when its server cannot be used. The message is fit for staff: it has no password.
 */
export class MailServerError extends Error {
  override readonly name: string = 'MailServerError'

  constructor(
    readonly fault: MailServerFault,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options)
  }
}

/** A mail, put into words. */
export interface OutgoingMail {
  /** What it tells of: `USER_SIGNUP`, `TICKET_CREATED`, … */
  readonly template: string
  readonly to: string
  /** One of the 15 codes. */
  readonly language: string
  /** What the words were made from. */
  readonly variables: Readonly<Record<string, string>>
  readonly from: { readonly name: string; readonly address: string }
  readonly subject: string
  readonly html: string
  /** The same for readers without HTML. */
  readonly text: string
  /** With its angle brackets. The same at each attempt to deliver this mail. */
  readonly messageId: string
  /** Message ids, with angle brackets: the thread that it belongs to. Empty for none. */
  readonly references: readonly string[]
  /** More headers: what stops loops. */
  readonly headers: Readonly<Record<string, string>>
}

/** Delivers mails. */
export interface Mailer {
  /**
   * True: it delivers by the server that the helpdesk's settings name, and nothing goes out while they name none.
   * Default false: it knows its own way.
   */
  readonly bySettings?: boolean
  /**
   * Hands a mail over; throws when it could not, so that it is tried again.
   *
   * @param server what the settings say; undefined where they say nothing
   * @param options.signal aborts when nobody waits any more: the connection may be cut
   */
  send(mail: OutgoingMail, server: MailServer | undefined, options?: Abortable): Promise<void>
  /** Connects and signs in, and sends nothing: for `/system/test-smtp`. Throws a `MailServerError` when it cannot. */
  check?(server: MailServer): Promise<void>
  /** Lets go of connections. */
  close?(): Promise<void>
}
