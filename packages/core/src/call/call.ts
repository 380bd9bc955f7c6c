import type { EventName, HelpdeskEvent, HelpdeskEvents } from '../events/index.js'
import type {
  Captcha,
  FileStore,
  Log,
  Mailbox,
  Mailer,
  MailPoll,
  Passwords,
  Random,
} from '../platform/index.js'
import type { MailProof, RowLock, Storage, StoredTicket, Stores } from '../storage/index.js'
import type { LogType } from './log.js'
import type { Actor } from './session.js'
import type { Settings } from './settings.js'

/** The form of a request: native, or that of OpenSupports 4.11 and its clients. */
export type Wire = 'native' | '4.11'

/** The media type of native answers. A multipart form asks for them by it. */
export const nativeMediaType = 'application/vnd.opensupports+json'

/** The common part of a call and its transaction, for rules that only read. */
export interface Reader<A extends Actor = Actor> extends Stores {
  readonly actor: A
  readonly wire: Wire
  /** The token of the caller's session in clear text, if there is one. */
  readonly sessionToken: string | undefined
  /** The caller's IP address, if the host knows it. */
  readonly ip: string | undefined
  readonly now: Date
  /** Read once per call, and again in its transaction unless nothing was committed in between. */
  readonly settings: Settings
  /** Where browsers reach the API, without a slash at the end. */
  readonly apiUrl: string
  /** Where browsers reach the site, without a slash at the end. */
  readonly siteUrl: string
  readonly random: Random
  /** Whether answers must hide which addresses have accounts. */
  readonly neutralAnswers: boolean
  /** Returns whether mails are delivered. Logs a warning once if they are not. */
  canMail(): boolean
}

/** A transaction of the host that calls are a part of. */
export interface Joined {
  /** Keeps work of a call that runs only after the commit. */
  afterCommit(call: Call, work: (call: Call) => unknown): void
}

/** The app's services, and whatever has effects outside the database. Only calls have it: transactions do not. */
export interface Services {
  /** Throws inside an open transaction: use the transaction's own stores there. */
  readonly storage: Storage
  /** Undefined if the host stores no files. */
  readonly files: FileStore | undefined
  readonly signedDownloads: { readonly expiresIn: number } | undefined
  /** Where browsers reach the site, if it is configured. An installation copies it into the setting `url`. */
  readonly publicUrl: string | undefined
  /** The time zone of statistics if the settings name none. */
  readonly timeZone: string
  readonly mailer: Mailer | undefined
  readonly mailbox: Mailbox | undefined
  readonly captcha: Captcha | undefined
  readonly passwords: Passwords
  /** Returns the current time, for long calls: `now` is that of the call's start. */
  clock(): Date
  /** The token that the installation requires, if one is configured. */
  readonly installToken: string | undefined
  readonly logger: Log
  /** Calls the listeners of this process at once. Inside a transaction, use its own `emit`. */
  emit(event: HelpdeskEvent): void
  readonly hooks: Hooks
  /** The transaction of the host that the call is a part of, if there is one. */
  readonly joined: Joined | undefined
  /** Ends a long call between two of its steps. */
  readonly signal: AbortSignal | undefined
  /** Polls the mailbox now, or waits for the poll that is under way. */
  pollMail(): Promise<MailPoll>
  /** Returns true at most every ten minutes in a process. Then the caller removes expired rows. */
  isSweepDue(): boolean
  /** Returns the names of the operations that the actor may call for a ticket. */
  allowedOn(call: Pick<Reader, 'actor' | 'settings'>, ticket: StoredTicket): string[]
  /** Returns whether a text is a scope for access tokens: the name of an operation, or of a group such as `ticket.*`. */
  isScope(scope: string): boolean
  /** Returns the actor with which the call goes on. Throws NO_PERMISSION if the actor may not make this call any more. */
  admit(reader: Pick<Reader, 'actor' | 'settings'>): Actor
  /** Registers work that runs if the call fails, the last registered first. It reverts what `prepare` did. */
  onFailure(undo: () => Promise<unknown>): void
  siteUrlOf(settings: Pick<Settings, 'url'>): string
  apiUrlOf(settings: Pick<Settings, 'url'>): string
  canDeliver(settings: Pick<Settings, 'smtp'>): boolean
}

/** The context of `read` and `prepare` of an operation. */
export interface Call<A extends Actor = Actor> extends Reader<A>, Services {}

/** A mail that an operation queues. */
export interface MailOrder {
  readonly template: string
  /** If it is empty, no mail is sent. */
  readonly to: string
  readonly language: string
  readonly variables: Readonly<Record<string, string>>
  /** The right that the token in the mail gives. Delivery creates the token. */
  readonly proof?: MailProof
}

/**
 * The context of `write` of an operation. It reads and writes inside the transaction, which may run twice after a
 * deadlock.
 */
export interface Tx<A extends Actor = Actor> extends Reader<A> {
  /** The transaction of the storage, for the host's own rows: pass `tx` to `kyselyOf` of `@opensupports/kysely`. */
  readonly trx: unknown
  /** Whether nothing has changed since the call began. Then `write` can use what `prepare` has read. */
  readonly isCurrent: boolean
  /**
   * Locks more rows until the end of the transaction, such as rows found only inside it. The actor's account and the
   * rows that the parameters name are locked already.
   */
  lock(locks: readonly RowLock[]): Promise<void>
  /**
   * Queues a mail in the outbox; it is written at the end of the transaction. Does nothing while mails are not
   * delivered.
   */
  mail(order: MailOrder): void
  /**
   * Queues a log entry: the caller did `type` to `to`. Guests appear without a name. It is written at the end of the
   * transaction.
   */
  log(type: LogType, to: string | number | null): Promise<void>
  /**
   * Queues an event. It is written at the end of the transaction, and its listeners run after the commit. Ignores an
   * edit whose `changed` is empty.
   */
  emit<N extends EventName>(name: N, payload: HelpdeskEvents[N]): void
  /** Runs `work` after the commit. Errors of `work` are logged, since the change is committed. */
  afterCommit(work: (call: Call) => unknown): void
}

/** The parameters that hooks get: natural values by their wire names, with ids and numbers in place of entities. */
export type HookParams = Readonly<Record<string, unknown>>

export type PrepareHook = (call: Call, params: HookParams) => unknown
export type BeforeHook = (tx: Tx, params: HookParams) => unknown

/** The hooks of the host, by the paths of operations. */
export interface Hooks {
  readonly prepare: Map<string, Set<PrepareHook>>
  readonly before: Map<string, Set<BeforeHook>>
}
