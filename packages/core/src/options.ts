import type { NoGroups, OwnGroups } from './extension/index.js'
import type { Captcha, Clock, FileStore, Log, Mailbox, Mailer, Random } from './platform/index.js'
import type { Storage } from './storage/index.js'

/** The bounds of event streams in this process. */
export interface StreamSettings {
  /** The polling interval of the event log in milliseconds, while there are streams. Default 250. */
  readonly pollEvery?: number
  /** The most streams at once, of which a fifth is left for staff. Default 1000. */
  readonly total?: number
  /** The most streams of one session at once; an account has at most three times as many. Default 10. */
  readonly perSession?: number
}

/** The options of a helpdesk. Only `storage` is required. */
export interface OpenSupportsOptions<Trx = unknown, Own extends OwnGroups = NoGroups> {
  /** The storage of everything but files: `await sqlite('helpdesk.db')`, `memoryStorage()`, … */
  readonly storage: Storage<Trx>
  /**
   * Operations of your own, made with `operation()` from `@opensupports/core/extend`: `{ billing: { refund } }` is
   * `helpdesk.billing.refund(session, params)`, and `POST /billing/refund`.
   */
  readonly extend?: Own
  /** The store of attachments and pictures. Without it, uploads are refused with INVALID_FILE. */
  readonly files?: FileStore
  /**
   * Redirects downloads to a signed URL of the store, if the store can sign URLs. It is valid for `expiresIn` seconds,
   * for anyone who has it. Default: the helpdesk passes the bytes through.
   */
  readonly signedDownloads?: { readonly expiresIn: number }
  /**
   * Delivers mails. With `queue-only`, mails are only written to the outbox, and another process on the same storage
   * delivers them. Without a mailer, mails are dropped with one warning in the log, and new users count as verified.
   */
  readonly mailer?: Mailer | 'queue-only'
  /** The mailbox of incoming mail. Without it, no mail becomes a ticket. */
  readonly mailbox?: Mailbox
  /** Verifies captchas, once the settings turn them on. */
  readonly captcha?: Captcha
  /** Default: warnings and errors go to the console. A pino logger fits. */
  readonly log?: Log
  /** Default: the system clock. */
  readonly clock?: Clock
  /** Default: the system's secure random numbers. */
  readonly random?: Random
  /** The cost of bcrypt, 4 to 31; each step doubles the time of a login. Default 10, as in 4.11. */
  readonly passwordCost?: number
  /**
   * The URL of the site, for links in mails and pictures: `https://help.example.com/support`. Takes precedence over the
   * setting `url`.
   */
  readonly publicUrl?: string
  /** The URL of the site while the setting `url` has its default; a server passes the address that it listens on. */
  readonly defaultUrl?: string
  /**
   * The time zone of statistics while the setting `time-zone` has none: an IANA name, such as `Europe/Berlin`. Default
   * `UTC`.
   */
  readonly timeZone?: string
  /** The URL of the API, for links to pictures. Default: the site's URL + `/api`. */
  readonly apiUrl?: string
  /**
   * A secret that `/system/init-settings` and `/system/init-admin` require as `installToken`. Set it for servers that
   * are public before their installation.
   */
  readonly installToken?: string
  /**
   * Answers recovery and verification requests with success even if the address has no account, so that they do not
   * reveal which addresses have one. Default false, since clients of 4.11 expect the error.
   */
  readonly neutralAnswers?: boolean
  /** Bounds of `helpdesk.stream`, and so of the live events over HTTP. */
  readonly streams?: StreamSettings
  /** Checks each answer and error against what its operation declares. Meant for tests. Default false. */
  readonly checkAnswers?: boolean
}
