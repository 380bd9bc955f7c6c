import type { Abortable } from './abort.js'

/** A mail server from the settings `smtp-host`, `smtp-user` and `smtp-pass`, or the `imap-…` ones. */
export interface MailServer {
  /** In the notation of 4.11: `host`, `host:port`, `ssl://host:port`, or for mailboxes `{host:port/imap/ssl}INBOX`. */
  readonly host: string
  /** Null or empty: no sign-in. */
  readonly user: string | null
  readonly pass: string | null
}

/** Why a mail server is unusable. */
export type MailServerFault =
  | 'no-server'
  | 'unknown-host'
  | 'private-network'
  | 'refused'
  | 'timeout'
  | 'tls'
  | 'credentials'
  | 'other'

/** The error of a mailer or mailbox whose server is unusable. The message contains no password, so staff may see it. */
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

/** A rendered mail. */
export interface OutgoingMail {
  /** The name of its template: `USER_SIGNUP`, `TICKET_CREATED`, … */
  readonly template: string
  readonly to: string
  /** One of the 15 language codes. */
  readonly language: string
  /** The variables of the template. */
  readonly variables: Readonly<Record<string, string>>
  readonly from: { readonly name: string; readonly address: string }
  readonly subject: string
  readonly html: string
  /** The plain-text alternative. */
  readonly text: string
  /** With angle brackets. The same at each attempt to deliver this mail. */
  readonly messageId: string
  /** Message ids, with angle brackets, of the thread that it belongs to. Empty for none. */
  readonly references: readonly string[]
  /** Further headers, which prevent mail loops. */
  readonly headers: Readonly<Record<string, string>>
}

/** Delivers mails. */
export interface Mailer {
  /**
   * Whether it uses the mail server of the helpdesk's settings; without one there, no mail is sent. Default false: it
   * has its own configuration.
   */
  readonly bySettings?: boolean
  /**
   * Sends a mail; throws if that fails, so that it is retried.
   *
   * @param server the server from the settings; undefined if there is none
   * @param options.signal aborts when no caller waits any more; the connection may then be closed
   */
  send(mail: OutgoingMail, server: MailServer | undefined, options?: Abortable): Promise<void>
  /** Connects and signs in without sending anything, for `/system/test-smtp`. Throws a `MailServerError` on failure. */
  check?(server: MailServer): Promise<void>
  /** Closes connections. */
  close?(): Promise<void>
}
