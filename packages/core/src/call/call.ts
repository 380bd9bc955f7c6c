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
import type { MailProof, RowLock, Storage, Stores } from '../storage/index.js'
import type { LogType } from './log.js'
import type { Actor } from './session.js'
import type { Settings } from './settings.js'

/** Whose form a request has: ours, or that of OpenSupports 4.11 and its clients. */
export type Wire = 'native' | '4.11'

/** What a call and its transaction have in common: rules that only read take this. */
export interface Reader<A extends Actor = Actor> extends Stores {
  readonly actor: A
  readonly wire: Wire
  /** The token of the session in clear, where the caller has one. */
  readonly sessionToken: string | undefined
  /** The caller's address, where the host knows it. */
  readonly ip: string | undefined
  readonly now: Date
  /** Read once a call, and once more in its transaction. */
  readonly settings: Settings
  /** Where browsers reach the API, without a slash at the end. */
  readonly apiUrl: string
  /** Where browsers reach the site, without a slash at the end. */
  readonly siteUrl: string
  readonly random: Random
  /** Whether answers must not tell which addresses have accounts. */
  readonly neutralAnswers: boolean
  /** Returns whether anybody delivers mails; warns once in the log when nobody does. */
  canMail(): boolean
}

/** What the app gave the helpdesk, and what leaves the database: only calls have it, transactions do not. */
export interface Services {
  /** Throws inside an open transaction: use what the transaction gives. */
  readonly storage: Storage
  /** Undefined where the host keeps no files. */
  readonly files: FileStore | undefined
  readonly signedDownloads: { readonly expiresIn: number } | undefined
  /** Where browsers reach the site, if the host was told; new helpdesks take it into the setting `url`. */
  readonly publicUrl: string | undefined
  readonly mailer: Mailer | undefined
  readonly mailbox: Mailbox | undefined
  readonly captcha: Captcha | undefined
  readonly passwords: Passwords
  /** What the installation must be called with, where the host wants it guarded. */
  readonly installToken: string | undefined
  readonly logger: Log
  /** Tells the listeners of this process at once: inside a transaction, use its own `emit`. */
  emit(event: HelpdeskEvent): void
  readonly hooks: Hooks
  /** Ends a long call between two of its steps. */
  readonly signal: AbortSignal | undefined
  /** Looks into the mailbox now; a look that is under way already is waited for. */
  pollMail(): Promise<MailPoll>
  /** Returns true at most once in ten minutes of a process: then expired rows are removed. */
  isSweepDue(): boolean
  /** Throws NO_PERMISSION when the actor may not make this call any more. Returns the actor that the call gets. */
  admit(reader: Pick<Reader, 'actor' | 'settings'>): Actor
  /** Runs `undo` when the call fails, the last one first: what `prepare` left behind is taken back by it. */
  onFailure(undo: () => Promise<unknown>): void
  siteUrlOf(settings: Pick<Settings, 'url'>): string
  apiUrlOf(settings: Pick<Settings, 'url'>): string
  canDeliver(settings: Pick<Settings, 'smtp'>): boolean
}

/** What `read` and `prepare` of an operation work with. */
export interface Call<A extends Actor = Actor> extends Reader<A>, Services {}

/** A mail as an operation orders it. */
export interface MailOrder {
  readonly template: string
  /** Nobody is written to where it is empty. */
  readonly to: string
  readonly language: string
  readonly variables: Readonly<Record<string, string>>
  /** What the token in the mail gives the right to; it is made when the mail is put into words. */
  readonly proof?: MailProof
}

/**
 * What `write` of an operation works with. Everything is read and written inside the transaction, which may run twice
 * after a clash.
 */
export interface Tx<A extends Actor = Actor> extends Reader<A> {
  /**
   * Locks more rows until the end of the transaction, such as one that was found only inside it. The actor's account and
   * what the parameters name are locked already.
   */
  lock(locks: readonly RowLock[]): Promise<void>
  /** Puts a mail into the outbox, with the end of the transaction. Keeps nothing while nobody delivers mails. */
  mail(order: MailOrder): void
  /** Writes a row of the log: the caller did `type` to `to`. Guests have no name there. */
  log(type: LogType, to: string | number | null): Promise<void>
  /**
   * Writes an event of a change with the end of the transaction, and calls its listeners after the commit. An edit whose
   * `changed` is empty is no event.
   */
  emit<N extends EventName>(name: N, payload: HelpdeskEvents[N]): void
  /** Runs `work` after the commit. The log gets what it throws, since the change is stored. */
  afterCommit(work: (call: Call) => unknown): void
}

/** What hooks get of the parameters: values by the names on the wire, with ids and numbers for what is named by them. */
export type HookParams = Readonly<Record<string, unknown>>

export type PrepareHook = (call: Call, params: HookParams) => unknown
export type BeforeHook = (tx: Tx, params: HookParams) => unknown

/** The hooks that a host has put before operations, by their paths. */
export interface Hooks {
  readonly prepare: Map<string, Set<PrepareHook>>
  readonly before: Map<string, Set<BeforeHook>>
}
