import type { Captcha, Clock, FileStore, Log, Mailbox, Mailer, Random } from './platform/index.js'
import type { Storage } from './storage/index.js'

/** What a helpdesk is made of. Only `storage` is required. */
export interface OpenSupportsOptions {
  /** Where everything but files is kept: `await sqlite('helpdesk.db')`, `memoryStorage()`, … */
  readonly storage: Storage
  /** Where attachments and pictures are kept; without it, uploads are answered with INVALID_FILE. */
  readonly files?: FileStore
  /**
   * Has downloads go from the store straight to the browser, where the store can sign addresses: whoever may have a
   * file is sent to one that works for `expiresIn` seconds, and for everybody who gets to know it. Default: the
   * helpdesk hands every byte on.
   */
  readonly signedDownloads?: { readonly expiresIn: number }
  /**
   * Delivers mails. `queue-only`: mails are written into the outbox, and another process on the same storage delivers
   * them. Without it mails are dropped, with one warning in the log, and new users count as verified.
   */
  readonly mailer?: Mailer | 'queue-only'
  /** Where mails come in; without it, no mail becomes a ticket. */
  readonly mailbox?: Mailbox
  /** Verifies captchas, once the settings turn them on. */
  readonly captcha?: Captcha
  /** Default: warnings and errors go to the console. A pino logger fits. */
  readonly log?: Log
  /** Default: the system's time. */
  readonly clock?: Clock
  /** Default: the system's secure random numbers. */
  readonly random?: Random
  /** The cost of bcrypt, 4 to 31; each step doubles the time of a login. Default 10, as 4.11. */
  readonly passwordCost?: number
  /**
   * Where browsers reach the site, for links in mails and pictures: `https://help.example.com/support`. Wins over the
   * setting `url`.
   */
  readonly publicUrl?: string
  /** Stands in for the setting `url` while nobody has chosen one; a server gives the address that it listens on. */
  readonly defaultUrl?: string
  /** Where browsers reach the API, for links to pictures. Default: the site's address + `/api`. */
  readonly apiUrl?: string
  /**
   * A secret that `/system/init-settings` and `/system/init-admin` must be called with, as `installToken`: for servers
   * that are public before they are installed.
   */
  readonly installToken?: string
  /**
   * Answers success where recovery and verification would otherwise tell that an address has no account. Default
   * false: old clients want to know.
   */
  readonly neutralAnswers?: boolean
  /** Checks each answer and error against what its operation declares: for tests. Default false. */
  readonly checkAnswers?: boolean
}
