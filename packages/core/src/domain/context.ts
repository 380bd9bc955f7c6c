import type { Emitter } from '../events.js'
import type { MailPoll } from '../mail-in/index.js'
import type { MailQueue } from '../mail-queue.js'
import type { Captcha, FileStore, Log, Mailbox, Mailer, Random } from '../platform/index.js'
import type { Actor } from '../session.js'
import type { Storage } from '../storage/index.js'
import type { Passwords } from './passwords.js'
import type { Settings } from './settings.js'

/** Whose form a request has: ours, or that of OpenSupports 4.11 and its clients. */
export type Wire = 'native' | '4.11'

/** What an operation works with. */
export interface Context<A extends Actor = Actor> {
  readonly actor: A
  readonly wire: Wire
  /** The token of the session in clear, where the caller has one. */
  readonly sessionToken: string | undefined
  /** The caller's address, where the host knows it. */
  readonly ip: string | undefined
  readonly now: Date
  readonly storage: Storage
  /** Read once a call. Inside a transaction, read them from its storage: others wait for its end. */
  settings(): Promise<Settings>
  /** Undefined where the host keeps no files. */
  readonly files: FileStore | undefined
  readonly signedDownloads: { readonly expiresIn: number } | undefined
  /** Where browsers reach the API. */
  apiUrl(): Promise<string>
  /** Returns where browsers reach the API, by settings that were read already. */
  apiUrlBy(settings: Settings): string
  /** Returns where browsers reach the site, without a slash at the end. */
  siteUrl(settings: Pick<Settings, 'url'>): string
  /** Where browsers reach the site, if the host was told; new helpdesks take it into the setting `url`. */
  readonly publicUrl: string | undefined
  readonly mail: MailQueue
  readonly mailer: Mailer | undefined
  readonly mailbox: Mailbox | undefined
  readonly captcha: Captcha | undefined
  readonly passwords: Passwords
  readonly random: Random
  /** What the installation must be called with, where the host wants it guarded. */
  readonly installToken: string | undefined
  /** Whether answers must not tell which addresses have accounts. */
  readonly neutralAnswers: boolean
  readonly log: Log
  readonly emit: Emitter['emit']
  /** Looks into the mailbox now; a look that is under way already is waited for. */
  pollMail(): Promise<MailPoll>
}

/** What the `write` of an operation works with: `storage` is its transaction. */
export interface WriteContext<A extends Actor = Actor> extends Context<A> {
  /** Runs `work` when the transaction is stored. The log gets what it throws, since the change stands. */
  afterCommit(work: (context: Context) => unknown): void
}
