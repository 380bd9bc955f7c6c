import { type BackupOptions, writeBackup } from './backup/index.js'
import {
  type ActingAs,
  type Actor,
  actorFor,
  addHook,
  anonymous,
  assertNoParameters,
  assertSession,
  type Call,
  contextFor,
  guardedStorage,
  type HookParams,
  type Hooks,
  identityOf,
  readSettings,
  resolveActor,
  type SessionContext,
  type Settings,
  settingsOf,
  type Tx,
  transaction,
  unknownStaff,
} from './call/index.js'
import { accountFor } from './domain/accounts/index.js'
import { siteUrlOf } from './domain/helpdesk/index.js'
import { isTicketSessionOver } from './domain/tickets/index.js'
import { fail, OpenSupportsError } from './errors.js'
import {
  type Emitter,
  type EventName,
  type EventStreamOptions,
  emitter,
  eventStream,
  type Listener,
  type NumberedEvent,
} from './events/index.js'
import { type Admin, addAdmin, type InstallOptions, install } from './install.js'
import { pollMailbox } from './mail/in/index.js'
import {
  type Answer,
  type AnyOperation,
  admitted,
  type CallOptions,
  type Methods,
  type Operation,
  run,
  runDeclared,
} from './operation/index.js'
import {
  articleOperations,
  staffOperations,
  systemOperations,
  ticketOperations,
  userOperations,
} from './operations/index.js'
import type { OpenSupportsOptions } from './options.js'
import { canSend, type Delivery, deliverMails, droppedMailWarning } from './outbox/index.js'
import { type Fields, isEmail, isId, isName, lowerCase } from './params/index.js'
import {
  type Abortable,
  bcryptPasswords,
  consoleLog,
  type Log,
  type MailPoll,
  orAborted,
  type Passwords,
  systemClock,
  systemRandom,
  withGrace,
} from './platform/index.js'
import { type Storage, storesOf } from './storage/index.js'

const groups = {
  user: userOperations,
  staff: staffOperations,
  ticket: ticketOperations,
  article: articleOperations,
  system: systemOperations,
}

type Groups = typeof groups

/** The name of an operation as its method has it: `ticket.create`. */
export type OperationName = {
  [Group in keyof Groups]: `${Group}.${Extract<keyof Groups[Group], string>}`
}[keyof Groups]

/** The parameters of an operation by its name. */
export type ParamsOf<Name extends OperationName> =
  Name extends `${infer Group extends keyof Groups}.${infer M}`
    ? M extends keyof Groups[Group]
      ? Groups[Group][M] extends Operation<infer Params, unknown>
        ? Params
        : never
      : never
    : never

/** How often a process removes expired rows, in milliseconds. */
const sweepInterval = 10 * 60_000

/**
 * A helpdesk. One method for each path of the API: `/ticket/create` is `helpdesk.ticket.create(session, params)`.
 * Every method throws an `OpenSupportsError` with a documented code when it refuses.
 *
 * Nothing starts by itself: no timers, no listeners, no reads of the environment. One process may hold many.
 *
 * @example
 * const helpdesk = new OpenSupports({ storage: memoryStorage() })
 * await helpdesk.install({ admin: { name: 'Ada', email: 'ada@example.com', password: 'correct horse' } })
 * const jane = helpdesk.actingAs({ user: { email: 'jane@example.com', name: 'Jane' } })
 * const { ticketNumber } = await helpdesk.ticket.create(jane, { title: 'Printer', content: 'It smokes.' })
 */
export class OpenSupports {
  /** Users: signing up and in, their own data. */
  readonly user: Methods<typeof userOperations>
  /** Staff members, and the lists of tickets that they work on. */
  readonly staff: Methods<typeof staffOperations>
  /** Tickets and their history. */
  readonly ticket: Methods<typeof ticketOperations>
  /** Articles in topics. */
  readonly article: Methods<typeof articleOperations>
  /** Installation, settings, departments, downloads. */
  readonly system: Methods<typeof systemOperations>
  /** Every operation by its path: for adapters and generated tests. */
  readonly operations: ReadonlyMap<string, AnyOperation>
  /** Where the helpdesk keeps everything but files. Throws when it is used inside one of its own open transactions. */
  readonly storage: Storage
  /** Where it tells what went wrong. */
  readonly log: Log
  /** Where browsers reach the API, as the options `apiUrl` or `publicUrl` say. */
  readonly apiUrl: string | undefined

  readonly #options: OpenSupportsOptions
  readonly #emitter: Emitter
  readonly #hooks: Hooks = { prepare: new Map(), before: new Map() }
  readonly #passwords: Passwords
  readonly #siteUrl: Call['siteUrlOf']
  readonly #warnOfDropped: ReturnType<typeof droppedMailWarning>
  #installed = false
  #sweptAt = Number.NEGATIVE_INFINITY
  #polling: Promise<MailPoll> | undefined

  constructor(options: OpenSupportsOptions) {
    this.#options = options
    this.storage = guardedStorage(options.storage)
    this.log = options.log ?? consoleLog
    this.apiUrl = options.apiUrl ?? (options.publicUrl && `${options.publicUrl.replace(/\/$/, '')}/api`)
    this.#emitter = emitter(this.log)
    this.#warnOfDropped = droppedMailWarning(this.log)
    const { publicUrl, defaultUrl } = options
    this.#siteUrl = (settings) => siteUrlOf({ publicUrl, defaultUrl }, settings)
    this.#passwords = bcryptPasswords(options.passwordCost ?? 10)
    this.user = this.#methods(userOperations)
    this.staff = this.#methods(staffOperations)
    this.ticket = this.#methods(ticketOperations)
    this.article = this.#methods(articleOperations)
    this.system = this.#methods(systemOperations)
    this.operations = new Map(
      Object.values(groups)
        .flatMap((group) => Object.values<AnyOperation>(group))
        .map((each) => [each.path, each]),
    )
  }

  /**
   * Installs the helpdesk with its first staff member, of level 3. Does nothing when it is installed already, so that
   * it may be called at each start.
   *
   * @returns whether this call installed it
   */
  async install(options: InstallOptions): Promise<boolean> {
    const { publicUrl } = this.#options
    return install(await this.#call({}), { ...(publicUrl ? { url: publicUrl } : {}), ...options })
  }

  /**
   * Adds a staff member of level 3 who serves every department: for whoever runs the helpdesk, and has nobody to ask.
   * Nobody is mailed.
   *
   * @returns the id
   * @throws INVALID_NAME, INVALID_EMAIL, INVALID_PASSWORD; ALREADY_A_STAFF when the address is one of staff;
   *   NOT_INSTALLED before the installation
   */
  async addAdmin(admin: Admin): Promise<number> {
    return addAdmin(await this.#call({}), admin)
  }

  /**
   * The context of an account that the host has made sure of with its own sign-in. A user who is not known yet gets an
   * account at the first call.
   *
   * @example
   * const jane = helpdesk.actingAs({ user: { email: 'jane@example.com', name: 'Jane' } })
   * const ada = helpdesk.actingAs({ staff: 1 })
   */
  actingAs(account: ActingAs): SessionContext {
    if ('user' in account) {
      if (!isEmail(lowerCase(account.user.email))) fail('INVALID_EMAIL')
      if (!isName(account.user.name)) fail('INVALID_NAME')
    }
    return contextFor(this, account)
  }

  /**
   * Calls `listener` after each such event, when it is stored. What a listener throws is logged and breaks nothing.
   *
   * @returns a function that ends the listening
   */
  on<N extends EventName>(name: N, listener: Listener<N>): () => void {
    return this.#emitter.on(name, listener)
  }

  /**
   * Puts a rule of the host before an operation that writes. It runs inside the transaction, before anything is
   * written, and may run twice, after a clash: it reads and writes through `tx` alone, and has a second. What it throws
   * refuses the call; `refuse(code, message)` does so with a code of the host.
   *
   * @returns a function that takes it away
   *
   * @example
   * helpdesk.before('ticket.create', async (tx, { title }) => {
   *   if (isSpam(title)) refuse('SPAM', 'This looks like spam.')
   * })
   */
  before<N extends OperationName>(name: N, hook: (tx: Tx, params: ParamsOf<N>) => unknown): () => void {
    const path = this.#pathOf(name)
    return addHook(this.#hooks.before, path, hook as (tx: Tx, params: HookParams) => unknown)
  }

  /**
   * As `before`, but ahead of the transaction, for what is slow: asking another service. Nothing is locked meanwhile.
   *
   * @returns a function that takes it away
   */
  prepare<N extends OperationName>(name: N, hook: (call: Call, params: ParamsOf<N>) => unknown): () => void {
    const path = this.#pathOf(name)
    return addHook(this.#hooks.prepare, path, hook as (call: Call, params: HookParams) => unknown)
  }

  /** Returns the path of an operation that writes, by the name of its method. Throws for all others. */
  #pathOf(name: OperationName): string {
    const [group = '', method = ''] = name.split('.')
    const operations: Readonly<Record<string, Readonly<Record<string, AnyOperation>>>> = groups
    const operation = operations[group]?.[method]
    if (!operation || !('write' in operation))
      throw new Error(`${name} takes no hooks: it does not exist, or does not write in one transaction`)
    return operation.path
  }

  /**
   * Yields the events of all processes that work on the same storage, in one order, and waits for more until the signal
   * aborts. Nothing is lost by a crash: keep the position of what you have dealt with, and go on behind it. Events are
   * kept for 30 days. The result is iterated over once.
   *
   * @param options.after the position of the last event that was seen. Default: only what happens from now on
   * @throws EVENTS_GONE when events behind `after` have been removed already
   *
   * @example
   * for await (const event of helpdesk.events({ after: lastPosition, signal })) {
   *   if (event.name === 'ticket.created') await tellTheTeam(event.ticketNumber)
   *   lastPosition = event.position
   * }
   */
  events(options: EventStreamOptions = {}): AsyncIterable<NumberedEvent> {
    return eventStream(this.storage, options)
  }

  /**
   * Hands the mails that are due to the mailer: call it from a timer, from cron, or from a worker. Does nothing without
   * a mailer of its own.
   *
   * @param options.signal ends it after the mail under way, which has five seconds; then it stays due
   */
  async deliverMail({ signal }: Abortable = {}): Promise<Delivery> {
    const { mailer } = this.#options
    if (!mailer || mailer === 'queue-only') return { sent: 0, failed: 0 }
    const { storage, log } = this
    const random = this.#options.random ?? systemRandom
    const now = () => this.#now()
    return deliverMails({ storage, mailer, log, random, siteUrl: this.#siteUrl, now }, signal)
  }

  /**
   * Makes tickets and comments of the mails in the mailbox: call it from a timer, from cron, or from a worker. One look
   * at a time: a call meanwhile waits for the one under way, until its own signal aborts.
   *
   * @param options.signal ends it after the mail under way, which has five seconds; then it is read again next time
   * @throws when the mailbox cannot be opened; a single mail that makes trouble does not stop the others.
   */
  async pollMail({ signal }: Abortable = {}): Promise<MailPoll> {
    if (this.#polling) return signal ? orAborted(this.#polling, signal) : this.#polling
    this.#polling = withGrace(signal, 5000, (cut) => this.#poll(signal, cut)).finally(() => {
      this.#polling = undefined
    })
    return this.#polling
  }

  async #poll(signal: AbortSignal | undefined, cut: AbortSignal): Promise<MailPoll> {
    const { mailbox } = this.#options
    const settings = await readSettings(this.storage.settings)
    const nothing = { taken: 0, ignored: 0, refused: 0, failed: [] }
    if (!mailbox || (mailbox.bySettings && !settings.imap) || !(await this.#isInstalled(settings)))
      return nothing
    const opening = mailbox.open(settings.imap, { signal: cut })
    const open = await orAborted(opening, cut).catch((error: unknown) => {
      // Opened after all, when nobody waits any more.
      if (cut.aborted) opening.then((late) => late.close()).catch(() => {})
      throw error
    })
    try {
      const isOver = () => signal?.aborted === true
      return await orAborted(
        pollMailbox(open, () => this.#call({}), isOver),
        cut,
      )
    } finally {
      await open.close()
    }
  }

  /**
   * Everything in the storage at one moment, as lines of JSON, while the helpdesk goes on: `restoreBackup` fills an
   * empty storage of any kind with it. Cancel the stream when you do not read to its end. Files are not in it.
   * Passwords of mail servers and other secrets of the settings are left out, unless a passphrase seals them.
   *
   * @param options.signal ends the stream with the signal's reason
   * @example
   * await writeFile('backup.jsonl', helpdesk.backup())
   */
  backup({ passphrase, signal }: BackupOptions = {}): ReadableStream<Uint8Array> {
    return writeBackup(this.storage.backup, this.#now(), passphrase, signal)
  }

  /**
   * Calls an operation with fields that nobody has checked yet: for adapters. In TypeScript, use the typed methods.
   *
   * @throws OpenSupportsError always: what else goes wrong is logged, and thrown as INTERNAL_ERROR with its cause.
   */
  async call(
    operation: AnyOperation,
    session: SessionContext,
    fields: Fields,
    options: CallOptions = {},
  ): Promise<Answer> {
    return this.#orInternalError(operation, session, async () => {
      const call = await this.#callOf(operation, session)
      return (this.#options.checkAnswers ? runDeclared : run)(operation, call, fields, options)
    })
  }

  /**
   * Refuses whoever `call` would refuse whatever the fields: for adapters, before they take a large body.
   *
   * @returns whether the caller has a session
   * @throws NO_PERMISSION, NOT_INSTALLED, USER_DISABLED and other codes of the caller
   */
  async admit(operation: AnyOperation, session: SessionContext): Promise<{ readonly signedIn: boolean }> {
    return this.#orInternalError(operation, session, async () => {
      const actor = admitted(operation, await this.#callOf(operation, session))
      return { signedIn: actor.kind !== 'anonymous' }
    })
  }

  /** Returns where links in mails and pictures lead now, without a slash at the end. */
  async siteUrl(): Promise<string> {
    return this.#siteUrl(await readSettings(this.storage.settings))
  }

  /** Returns how large an uploaded file may be, in bytes: the setting `max-size`. */
  async maxUploadSize(): Promise<number> {
    return (await readSettings(this.storage.settings)).maxUploadSize
  }

  async #callOf(operation: AnyOperation, session: SessionContext): Promise<Call> {
    assertSession(session)
    const call = await this.#call(session, operation.withoutStorage)
    if (!operation.beforeInstallation && !(await this.#isInstalled(call.settings))) fail('NOT_INSTALLED')
    return call
  }

  async #orInternalError<T>(
    operation: AnyOperation,
    session: SessionContext,
    work: () => Promise<T>,
  ): Promise<T> {
    try {
      return await work()
    } catch (error) {
      if (error instanceof OpenSupportsError) throw error
      this.log.error(
        { err: error, path: operation.path, requestId: session.requestId },
        'an operation failed',
      )
      throw new OpenSupportsError('INTERNAL_ERROR', { cause: error })
    }
  }

  #methods<Group extends Record<string, AnyOperation>>(group: Group): Methods<Group> {
    const methods = Object.entries(group).map(([name, operation]) => [
      name,
      async (session: SessionContext, params?: Fields, { signal }: Abortable = {}) => {
        if (params === undefined) assertNoParameters(session)
        return (await this.call(operation, session, params ?? {}, { signal })).data
      },
    ])
    return Object.freeze(Object.fromEntries(methods)) as Methods<Group>
  }

  /** Dates of the helpdesk are minutes. */
  #now(): Date {
    return (this.#options.clock ?? systemClock).now()
  }

  async #call(session: SessionContext, withoutStorage = false): Promise<Call> {
    const { storage, log } = this
    const { files, signedDownloads, captcha, mailer, mailbox, random = systemRandom } = this.#options
    const { apiUrl, installToken, publicUrl, neutralAnswers = false } = this.#options
    const siteUrlOf = this.#siteUrl
    const apiUrlOf: Call['apiUrlOf'] = (settings) => apiUrl ?? `${siteUrlOf(settings)}/api`
    const canDeliver: Call['canDeliver'] = (settings) => {
      const can = canSend(mailer, settings)
      if (!can) this.#warnOfDropped(mailer)
      return can
    }
    const settings = await readSettings(storage.settings).catch((error: unknown) => {
      if (withoutStorage) return settingsOf({})
      throw error
    })
    const guestCall: Call = {
      ...storesOf(storage),
      actor: anonymous,
      ip: session.ip,
      wire: 'native',
      sessionToken: session.token,
      now: this.#now(),
      settings,
      apiUrl: apiUrlOf(settings),
      siteUrl: siteUrlOf(settings),
      random,
      neutralAnswers,
      canMail: () => canDeliver(settings),
      storage,
      files,
      signedDownloads,
      publicUrl,
      mailer: mailer === 'queue-only' ? undefined : mailer,
      mailbox,
      captcha,
      passwords: this.#passwords,
      installToken,
      logger: log,
      emit: this.#emitter.emit,
      hooks: this.#hooks,
      signal: undefined,
      pollMail: () => this.pollMail(),
      isSweepDue: () => this.#isSweepDue(),
      admit: ({ actor }) => actor,
      onFailure: () => {},
      siteUrlOf,
      apiUrlOf,
      canDeliver,
    }
    return { ...guestCall, actor: await this.#actor(session, guestCall) }
  }

  async #actor(session: SessionContext, call: Call): Promise<Actor> {
    const identity = identityOf(this, session)
    if (!identity) {
      const actor = await resolveActor(session, call, call.now)
      return actor.kind === 'ticket' && (await isTicketSessionOver(actor, call)) ? anonymous : actor
    }
    if ('staff' in identity) return this.#staffActor(identity.staff, call)
    // There are no accounts before the installation.
    if (!(await this.#isInstalled(call.settings))) return anonymous
    const email = lowerCase(identity.user.email)
    const known = await call.users.byEmail(email)
    if (known && known.verificationToken === null) return actorFor({ kind: 'user', id: known.id }, call)
    const person = { email, name: identity.user.name, registered: true }
    const { account } = await transaction(call, (tx) => accountFor(tx, person), [
      { name: 'bans', mode: 'share' },
    ])
    return actorFor({ kind: 'user', id: account.id }, call)
  }

  async #staffActor(id: number, call: Call): Promise<Actor> {
    if (!isId(id)) return unknownStaff
    const actor = await actorFor({ kind: 'staff', id }, call)
    return actor === anonymous ? unknownStaff : actor
  }

  #isSweepDue(): boolean {
    const now = this.#now().getTime()
    // A clock that was set back must not put the sweep off.
    if (Math.abs(now - this.#sweptAt) < sweepInterval) return false
    this.#sweptAt = now
    return true
  }

  async #isInstalled(settings: Settings): Promise<boolean> {
    // None is ever un-installed.
    this.#installed ||= settings.exist && (await this.storage.staff.count()) > 0
    return this.#installed
  }
}
