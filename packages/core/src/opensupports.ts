import { type BackupOptions, writeBackup } from './backup/index.js'
import {
  type ActingAs,
  type Actor,
  accountOf,
  actorFor,
  addHook,
  anonymous,
  assertNoParameters,
  assertSession,
  type Call,
  checkedAccount,
  contextFor,
  guardedStorage,
  type HookParams,
  type Hooks,
  identityOf,
  isAccessToken,
  isInsideTransaction,
  JoinedCalls,
  readSettings,
  resolveActor,
  type SessionContext,
  type Settings,
  type StaffActor,
  sessionHash,
  settingsOf,
  settingsOrNone,
  signedIn,
  type Tx,
  tokenActor,
  transaction,
  unknownStaff,
  withWaitingSignal,
} from './call/index.js'
import {
  accountFor,
  continueImport,
  expiredRows,
  staffActorFor,
  userActorFor,
} from './domain/accounts/index.js'
import { ignoresUploads } from './domain/files/index.js'
import { siteUrlOf } from './domain/helpdesk/index.js'
import { isTicketSessionOver, removeHiddenDepartments } from './domain/tickets/index.js'
import { fail, isDatabaseFault, OpenSupportsError } from './errors.js'
import {
  type Emitter,
  type EventName,
  type EventStreamOptions,
  emitter,
  eventStream,
  type Listener,
  type NumberedEvent,
} from './events/index.js'
import { checkOwnGroups, type NoGroups, type OwnGroups, type OwnMethods } from './extension/index.js'
import { type ForgetOptions, forget, openToken } from './host-people.js'
import { type Admin, addAdmin, type InstallOptions, install } from './install.js'
import { type EventStream, type Feed, feed, openStream, type Places, places } from './live/index.js'
import { pollMailbox } from './mail/in/index.js'
import {
  type Answer,
  type AnyOperation,
  admitted,
  type CallOptions,
  isForTokens,
  type MethodOptions,
  type Methods,
  mayRun,
  mayRunOn,
  type Operation,
  removeOldAnswers,
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
import type { LoginAnswer } from './operations/types.js'
import { resetStaffPassword, type StaffPassword, setStaffDisabled } from './operator.js'
import type { OpenSupportsOptions } from './options.js'
import { canSend, type Delivery, deliverMails, deliverWebhooks, droppedMailWarning } from './outbox/index.js'
import { type Fields, isId } from './params/index.js'
import {
  type ErasedPerson,
  type EraseOptions,
  type ExportedFile,
  eraseUser,
  exportUser,
  type UserRef,
} from './personal-data/index.js'
import {
  type Abortable,
  areCallsTraced,
  bcryptPasswords,
  consoleLog,
  isTimeZone,
  type Log,
  type MailPoll,
  orAborted,
  type Passwords,
  systemClock,
  systemRandom,
  traceCall,
  type WebhookSender,
  withGrace,
} from './platform/index.js'
import { type HostConnection, type SessionAndSettings, type Storage, storesOf } from './storage/index.js'

const groups = {
  user: userOperations,
  staff: staffOperations,
  ticket: ticketOperations,
  article: articleOperations,
  system: systemOperations,
}

type Groups = typeof groups

type NamesIn<Some> = {
  [Group in Extract<keyof Some, string>]: `${Group}.${Extract<keyof Some[Group], string>}`
}[Extract<keyof Some, string>]

/** The name of an operation's method, such as `ticket.create`. */
export type OperationName<Own extends OwnGroups = NoGroups> = NamesIn<Groups> | NamesIn<Own>

type ParamsIn<Some, Name> = Name extends `${infer Group}.${infer M}`
  ? Group extends keyof Some
    ? M extends keyof Some[Group]
      ? Some[Group][M] extends Operation<infer Params, unknown>
        ? Params
        : never
      : never
    : never
  : never

/** The parameters of an operation by its name. */
export type ParamsOf<Name extends OperationName<Own>, Own extends OwnGroups = NoGroups> =
  | ParamsIn<Groups, Name>
  | ParamsIn<Own, Name>

function namedOperations(some: OwnGroups): [string, AnyOperation][] {
  return Object.entries(some).flatMap(([group, operations]) =>
    Object.entries(operations).map(([name, each]): [string, AnyOperation] => [`${group}.${name}`, each]),
  )
}

/** What says whether the helpdesk is installed. */
type InstallationFacts = Pick<Call, 'settings' | 'staff'> & Partial<Pick<Call, 'joined'>>

/** Where calls run: each by itself, or all in a transaction of the host. */
interface Place {
  readonly storage: Storage
  readonly joined: JoinedCalls | undefined
  /** Every call starts as a copy of it. */
  readonly blank: Call
}

/** The methods and the session contexts of a helpdesk, whose calls all run in one transaction of the host. */
export type Desk<Own extends OwnGroups = NoGroups> = Pick<
  Helpdesk<unknown, Own>,
  'user' | 'staff' | 'ticket' | 'article' | 'system' | 'actingAs' | 'can'
> &
  OwnMethods<Own>

/** What `OpenSupports.admit` returns. */
export interface Admission {
  readonly signedIn: boolean
  /** In bytes. */
  readonly largestFile: number
}

/** How to read a stream. */
export interface StreamOptions {
  /** The position of the last event that was handled. Default: the current end, so that only new events follow. */
  readonly after?: number | undefined
  /** Ends the stream. */
  readonly signal?: AbortSignal | undefined
}

/** How often a process removes expired rows, in milliseconds. */
const sweepInterval = 10 * 60_000

/** The class of all helpdesks. Hosts know it as `OpenSupports`, which adds the methods of their own operations. */
class Helpdesk<Trx, Own extends OwnGroups> {
  /** Users: sign-up, sign-in and their own data. */
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
  /** The storage of everything but files. Its methods throw inside an open transaction of this helpdesk. */
  readonly storage: Storage<Trx>
  /** The log for warnings and errors. */
  readonly log: Log
  /** The URL where browsers reach the API, from the option `apiUrl` or `publicUrl`. */
  readonly apiUrl: string | undefined

  readonly #options: OpenSupportsOptions<Trx, Own>
  /** The groups of the helpdesk, and those of the host. */
  readonly #groups: OwnGroups
  readonly #byName: ReadonlyMap<string, AnyOperation>
  /** The operations for one ticket, by the names of their methods. */
  readonly #ticketMethods: readonly (readonly [string, AnyOperation])[]
  /** Every scope that an access token may have. */
  readonly #scopes: ReadonlySet<string>
  readonly #emitter: Emitter
  readonly #hooks: Hooks = { prepare: new Map(), before: new Map() }
  readonly #passwords: Passwords
  readonly #feed: Feed
  readonly #places: Places
  readonly #siteUrl: Call['siteUrlOf']
  readonly #timeZone: string
  readonly #ownPlace: Place
  readonly #warnOfDropped: ReturnType<typeof droppedMailWarning>
  #installed = false
  #sweptAt = Number.NEGATIVE_INFINITY
  #polling: Promise<MailPoll> | undefined

  constructor(options: OpenSupportsOptions<Trx, Own>) {
    this.#options = options
    this.storage = guardedStorage(options.storage) as Storage<Trx>
    this.log = options.log ?? consoleLog
    this.apiUrl = options.apiUrl ?? (options.publicUrl && `${options.publicUrl.replace(/\/$/, '')}/api`)
    this.#emitter = emitter(this.log)
    this.#warnOfDropped = droppedMailWarning(this.log)
    this.#timeZone = options.timeZone ?? 'UTC'
    if (!isTimeZone(this.#timeZone)) throw new Error(`timeZone: there is no time zone ${this.#timeZone}`)
    const { publicUrl, defaultUrl } = options
    this.#siteUrl = (settings) => siteUrlOf({ publicUrl, defaultUrl }, settings)
    this.#passwords = bcryptPasswords(options.passwordCost ?? 10)
    const { pollEvery = 250, total = 1000, perSession = 10 } = options.streams ?? {}
    this.#feed = feed(this.storage, { pollEvery, log: this.log })
    this.#places = places({ total, perSession })
    this.#ownPlace = this.#placeOf(this.storage)
    this.user = this.#methods(userOperations)
    this.staff = this.#methods(staffOperations)
    this.ticket = this.#methods(ticketOperations)
    this.article = this.#methods(articleOperations)
    this.system = this.#methods(systemOperations)
    const ownGroups: OwnGroups = options.extend ?? {}
    checkOwnGroups(ownGroups, (name) => name in this)
    this.#groups = { ...groups, ...ownGroups }
    this.#byName = new Map(namedOperations(this.#groups))
    this.#ticketMethods = [...this.#byName].filter(([, { params }]) => 'ticket' in params)
    this.#scopes = new Set(
      [...this.#byName].flatMap(([name, operation]) =>
        isForTokens(operation) ? [name, `${name.split('.')[0]}.*`] : [],
      ),
    )
    this.operations = new Map([...this.#byName.values()].map((each) => [each.path, each]))
    for (const [group, operations] of Object.entries(ownGroups))
      Object.defineProperty(this, group, { value: this.#methods(operations), enumerable: true })
  }

  /**
   * Installs the helpdesk with its first staff member, of level 3. Does nothing if it is installed already, so it can
   * be called at every start.
   *
   * @returns whether this call installed it
   */
  async install(options: InstallOptions): Promise<boolean> {
    const { publicUrl } = this.#options
    return install(await this.#call({}), { ...(publicUrl ? { url: publicUrl } : {}), ...options })
  }

  /**
   * Adds a staff member of level 3 who serves every department. Checks no permission and sends no mail: let only the
   * operator of the server call it.
   *
   * @returns the id
   * @throws INVALID_NAME, INVALID_EMAIL, INVALID_PASSWORD; ALREADY_A_STAFF when a staff member has the address;
   *   NOT_INSTALLED before the installation
   */
  async addAdmin(admin: Admin): Promise<number> {
    return addAdmin(await this.#call({}), admin)
  }

  /**
   * Sets the password of a staff member, and ends the member's sessions. Checks no permission: let only the operator of
   * the server call it.
   *
   * @throws INVALID_STAFF, INVALID_PASSWORD
   */
  async resetStaffPassword(staff: StaffPassword): Promise<void> {
    await resetStaffPassword(await this.#call({}), staff)
  }

  /**
   * Disables a staff member, who can then no longer sign in, and ends the member's sessions. Tickets keep their owner.
   * Checks no permission: let only the operator of the server call it.
   *
   * @param email the member's address
   * @returns whether this call disabled the member
   * @throws INVALID_STAFF; LAST_ADMIN if no other member of level 3 can sign in
   */
  async disableStaff(email: string): Promise<boolean> {
    return setStaffDisabled(await this.#call({}), email, true)
  }

  /**
   * Enables a disabled staff member. Checks no permission: let only the operator of the server call it.
   *
   * @returns whether this call enabled the member
   * @throws INVALID_STAFF
   */
  async enableStaff(email: string): Promise<boolean> {
    return setStaffDisabled(await this.#call({}), email, false)
  }

  /**
   * Returns the session context of an account that the host has authenticated with its own sign-in. The account is made
   * at the first call, without a password. It belongs to the host's `id`, and takes on another name or address that
   * the host gives; a user without an `id` belongs to the address.
   *
   * Calls with the context are refused with IDENTITY_NOT_LINKED when an account has the address already, unless
   * `linkByEmail` is true; with IDENTITY_CONFLICT when it is another person's; with UNKNOWN_IDENTITY when `email` or
   * `name` is missing before the first use; with INVALID_DEPARTMENT when a department does not exist.
   *
   * @throws INVALID_IDENTITY, INVALID_EMAIL, INVALID_NAME, INVALID_LEVEL, INVALID_DEPARTMENT
   *
   * @example
   * const jane = helpdesk.actingAs({ user: { id: user.id, email: user.email, name: user.name } })
   * const ada = helpdesk.actingAs({ staff: { id: 'ada', email: 'ada@example.com', name: 'Ada', level: 3 } })
   * const first = helpdesk.actingAs({ staff: 1 })
   */
  actingAs(account: ActingAs): SessionContext {
    return contextFor(this, checkedAccount(account))
  }

  /**
   * Forgets a user or a staff member whom the host has removed. Disables the account and ends its sessions. With `erase`,
   * erases a user as `eraseUser` does, or a staff member, whose messages stay in the tickets without an author. Checks no
   * permission.
   *
   * @returns whether an account is linked to the id
   * @throws LAST_ADMIN when no other member of level 3 can sign in; INTERRUPTED when the signal aborts
   *
   * @example
   * await helpdesk.forget({ user: user.id, erase: true })
   */
  async forget(options: ForgetOptions): Promise<boolean> {
    return forget(await this.#call({}), options)
  }

  /**
   * Erases a user: the account, the tickets and comments with their files and mails, and the name and address in logs,
   * waiting mails, events and all other rows. If no account has the address, erases the tickets, mails and other rows that
   * have it. Texts of other people that mention the person stay. Checks no permission: let only the operator of the
   * server call it.
   *
   * Runs many short transactions and reads whole tables, so it takes longer the more tickets there are. If it is
   * interrupted, call it again: it erases what is left.
   *
   * @returns what was erased
   * @throws INVALID_USER when no account has the id; INTERRUPTED when the signal aborts
   *
   * @example
   * await helpdesk.eraseUser({ email: 'jane@example.com' })
   */
  async eraseUser(user: UserRef, options: EraseOptions = {}): Promise<ErasedPerson> {
    return eraseUser(await this.#call({}), user, options)
  }

  /**
   * Yields files with everything about a user: the account, the tickets as the user sees them, their files and original
   * mails, and all rows that `eraseUser` would remove or change. Passwords, tokens and their hashes are left out. If no
   * account has the address, yields the tickets, mails and other rows that have it. Checks no permission: let only the
   * operator of the server call it.
   *
   * @throws INVALID_USER when no account has the id; INTERRUPTED when the signal aborts
   *
   * @example
   * for await (const { path, content } of helpdesk.exportUser({ email: 'jane@example.com' }))
   *   await writeFile(join(folder, path), content)
   */
  async *exportUser(user: UserRef, options: Abortable = {}): AsyncGenerator<ExportedFile> {
    yield* exportUser(await this.#call({}), user, options)
  }

  /**
   * Opens a session for an account that the host vouches for, for a browser that calls the API itself. Sends
   * `authorization: Bearer <userId>.<token>`; the session lasts for 30 days after its last use.
   *
   * @param session from `actingAs`
   * @returns what `user.login` returns, without a remember token
   * @throws NO_PERMISSION for a session that is not from `actingAs`; USER_DISABLED, ALREADY_BANNED, NOT_INSTALLED and
   *   the refusals of `actingAs`
   */
  async token(session: SessionContext): Promise<LoginAnswer> {
    assertSession(session)
    if (!identityOf(this, session)) fail('NO_PERMISSION')
    const call = await this.#call(session)
    if (!(await this.#isInstalled(call))) fail('NOT_INSTALLED')
    return openToken(call)
  }

  /**
   * Returns whether the caller may make a call, by the rules of the operation itself. It judges by what it is given:
   * leave out the parameters that you do not know yet, such as the text of a comment. A call that it allows may still be
   * refused for other reasons, such as a wrong password or a comment that is not the newest one. Changes nothing.
   *
   * @throws UNKNOWN_FIELD, and the codes of parameters that are given and invalid, such as INVALID_TICKET
   *
   * @example
   * if (await helpdesk.can(session, 'ticket.close', { ticketNumber })) showButton()
   */
  async can<N extends OperationName<Own>>(
    session: SessionContext,
    name: N,
    params: Partial<ParamsOf<N, Own>> = {},
  ): Promise<boolean> {
    return this.#can(session, name, params, this.#ownPlace)
  }

  /**
   * Runs `work` in one transaction of the storage: the calls on `desk` and the rows that `work` writes through `trx` are
   * committed together when it resolves, and rolled back together when it throws. Events and mails leave after the
   * commit, and files that calls have stored are removed when it fails.
   *
   * A call that is refused leaves nothing behind; `work` may catch the refusal and go on. Calls run one after another.
   * `work` may run twice, after a deadlock, so it must have no effects of its own outside the transaction. Others wait
   * for its locks: on SQLite and in memory, for all writes.
   *
   * @throws TRANSACTION_OPEN inside another transaction of this helpdesk; what `work` throws
   *
   * @example
   * await helpdesk.transaction(async (desk, trx) => {
   *   const { ticketNumber } = await desk.ticket.create(jane, { title: 'Refund', content: 'Please.' })
   *   await trx.kysely<Shop>().insertInto('claim').values({ orderId, ticketNumber }).execute()
   * })
   */
  async transaction<T>(work: (desk: Desk<Own>, trx: Trx) => Promise<T>): Promise<T> {
    let joined: JoinedCalls | undefined
    const attempt = async (inside: Storage<Trx>) => {
      // An attempt before this one was rolled back.
      await joined?.undo()
      joined = new JoinedCalls(inside, this.storage, this.log)
      return this.#inside(joined, (desk) => work(desk, inside.trx as Trx))
    }
    const run = () => this.storage.transaction(attempt)
    try {
      const result = await this.#hostTransaction(run, () => joined)
      await joined?.committed()
      return result
    } catch (error) {
      await joined?.countAttempts()
      throw error
    }
  }

  /**
   * Runs `work` as a part of a transaction that the host has begun itself on a connection of its own, to the same
   * database. When `work` throws, what the calls on `desk` wrote is rolled back, and the host's transaction stays open.
   * Nothing is retried: a deadlock fails the call with DATABASE_BUSY, and the host begins its transaction again.
   *
   * The host alone knows the commit, so mails and events wait in the database for `startBackground` and
   * `helpdesk.events()`: listeners of `on` are not called. Files that calls have stored stay when the host rolls back
   * later, and so do those of deleted tickets; `compareFiles` finds them. Wrong passwords are not counted when it is
   * rolled back: sign nobody in here.
   *
   * @param connection a client of `pg`, a connection of `mysql2`, or a database of `better-sqlite3`
   * @throws NO_TRANSACTION, WRONG_ISOLATION; TRANSACTION_OPEN inside another transaction of this helpdesk; what `work`
   *   throws
   *
   * @example
   * await client.query('begin')
   * await helpdesk.within(client, (desk) => desk.ticket.close(ada, { ticketNumber }))
   * await client.query('commit')
   */
  async within<T>(connection: HostConnection<Trx>, work: (desk: Desk<Own>) => Promise<T>): Promise<T> {
    const { within } = this.storage
    if (!within) throw new Error('this storage has no connections: use helpdesk.transaction()')
    let joined: JoinedCalls | undefined
    const part = (inside: Storage<Trx>) => {
      joined = new JoinedCalls(inside, this.storage, this.log)
      return this.#inside(joined, work)
    }
    return this.#hostTransaction(
      () => within(connection, part),
      () => joined,
    )
  }

  /** Runs the work of the host in a transaction. */
  async #inside<T>(joined: JoinedCalls, work: (desk: Desk<Own>) => Promise<T>): Promise<T> {
    try {
      return await work(this.#desk(joined))
    } finally {
      await joined.end()
      // The host's code may have caught the error. Throw the same one, so that the storage can tell whether to retry.
      joined.throwFailure()
    }
  }

  async #hostTransaction<T>(run: () => Promise<T>, calls: () => JoinedCalls | undefined): Promise<T> {
    if (isInsideTransaction(this.storage)) fail('TRANSACTION_OPEN')
    try {
      return await run()
    } catch (error) {
      const joined = calls()
      await joined?.undo()
      if (!joined?.hasFailedWith(error) || error instanceof OpenSupportsError) throw error
      this.log.error({ err: error }, 'a call in a transaction failed')
      throw new OpenSupportsError('INTERNAL_ERROR', { cause: error })
    }
  }

  #desk(joined: JoinedCalls): Desk<Own> {
    const place = this.#placeOf(joined.storage, joined)
    const methods = Object.entries(this.#groups).map(([group, operations]) => [
      group,
      this.#methods(operations, place),
    ])
    const more = {
      actingAs: (account: ActingAs) => this.actingAs(account),
      can: (session: SessionContext, name: string, params: Fields = {}) =>
        joined.inTurn(() => this.#can(session, name, params, place)),
    }
    return Object.freeze(Object.assign(Object.fromEntries(methods), more)) as Desk<Own>
  }

  async #can(session: SessionContext, name: string, params: Fields, place: Place): Promise<boolean> {
    const operation = this.#byName.get(name)
    if (!operation) throw new Error(`there is no operation ${name}`)
    return this.#orInternalError(operation, session, place, async () =>
      mayRun(operation, await this.#callOf(operation, session, place), params),
    )
  }

  /**
   * Calls `listener` after each event of that name is committed. Errors of the listener are logged and affect nothing
   * else.
   *
   * @returns a function that removes the listener
   */
  on<N extends EventName>(name: N, listener: Listener<N>): () => void {
    return this.#emitter.on(name, listener)
  }

  /**
   * Adds a hook that runs before an operation that writes. It runs inside the transaction, before the operation writes
   * anything, and may run twice when the transaction is retried. It must read and write through `tx` alone, and finish
   * within a second. An error of the hook refuses the call; `refuse(code, message)` does so with a code of the host.
   *
   * @returns a function that removes the hook
   *
   * @example
   * helpdesk.before('ticket.create', async (tx, { title }) => {
   *   if (isSpam(title)) refuse('SPAM', 'This looks like spam.')
   * })
   */
  before<N extends OperationName<Own>>(
    name: N,
    hook: (tx: Tx, params: ParamsOf<N, Own>) => unknown,
  ): () => void {
    const path = this.#pathOf(name)
    return addHook(this.#hooks.before, path, hook as (tx: Tx, params: HookParams) => unknown)
  }

  /**
   * Adds a hook like `before`, but ahead of the transaction: for slow work, such as a request to another service. It
   * holds no locks.
   *
   * @returns a function that removes the hook
   */
  prepare<N extends OperationName<Own>>(
    name: N,
    hook: (call: Call, params: ParamsOf<N, Own>) => unknown,
  ): () => void {
    const path = this.#pathOf(name)
    return addHook(this.#hooks.prepare, path, hook as (call: Call, params: HookParams) => unknown)
  }

  /** Returns the path of an operation that writes, by the name of its method. Throws for any other name. */
  #pathOf(name: string): string {
    const operation = this.#byName.get(name)
    if (!operation || !('write' in operation))
      throw new Error(`${name} takes no hooks: it does not exist, or does not write in one transaction`)
    return operation.path
  }

  /**
   * Yields the events of all processes on the same storage, in one order, and waits for more until the signal aborts.
   * No event is lost in a crash: save the position of the last event that you have handled, and continue after it.
   * Events are kept for 30 days. The result can be iterated once.
   *
   * @param options.after the position of the last event that was handled. Default: the current end, so that only new
   *   events follow
   * @throws EVENTS_GONE when events after `after` have been removed already, or `after` is beyond the end: it is from
   *   another log, such as the one before a backup was restored
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
   * Opens a stream of the events that the session may see, of all processes on the same storage: staff see those of
   * the tickets that they may manage and of accounts and settings, users those of their own tickets. The session and its
   * rights are checked again for each event. One process polls once for all its streams.
   *
   * If events after `after` have been removed already, the stream begins with `events.gone`: read the current state
   * again.
   *
   * Iterating throws NO_PERMISSION or USER_DISABLED once the session has ended.
   *
   * @throws NO_PERMISSION for guests without a ticket session; TOKEN_NOT_ALLOWED for access tokens; INVALID_CURSOR;
   *   TOO_MANY_STREAMS; NOT_INSTALLED and the refusals of `actingAs`
   *
   * @example
   * for await (const event of await helpdesk.stream(session, { after: lastPosition, signal })) {
   *   show(event)
   *   lastPosition = event.position
   * }
   */
  async stream(session: SessionContext, { after, signal }: StreamOptions = {}): Promise<EventStream> {
    return this.#orInternalError({ path: '/events' }, session, this.#ownPlace, async () => {
      if (after !== undefined && !(Number.isSafeInteger(after) && after >= 0)) fail('INVALID_CURSOR')
      assertSession(session)
      const call = await this.#call(session)
      if (!(await this.#isInstalled(call))) fail('NOT_INSTALLED')
      const actor = signedIn(call.actor)
      // A scope names an operation. A stream is not an operation, so no scope can allow it.
      if (actor.kind === 'staff' && actor.token) fail('TOKEN_NOT_ALLOWED')
      // What the host says of its user is applied once, at the opening. Applied again later, it would undo newer changes.
      const isVouched = identityOf(this, session) !== undefined
      const actorNow = async () =>
        signedIn(isVouched ? await actorFor(accountOf(actor), call) : (await this.#call(session)).actor)
      return openStream({
        feed: this.#feed,
        places: this.#places,
        users: this.storage.users,
        actor,
        actorNow,
        after,
        signal: signal ?? new AbortController().signal,
      })
    })
  }

  /**
   * Delivers the mails that are due. Call it from a timer, from cron, or from a worker. Does nothing if the helpdesk
   * has no mailer that delivers.
   *
   * @param options.signal stops it after the mail in progress, which has five more seconds; after that the mail stays
   *   due
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
   * Delivers new events to webhooks, and retries failed deliveries that are due. Call it from a timer or from a worker;
   * `startBackground` does. Several processes may do so: only one of them sends each delivery.
   *
   * @param sender how requests are sent: `webhookSender()` from `@opensupports/server`
   * @param options.signal stops it. Requests in progress have five more seconds, and are retried if they take longer
   */
  async deliverWebhooks(sender: WebhookSender, options: Abortable = {}): Promise<Delivery> {
    const { storage, log } = this
    const random = this.#options.random ?? systemRandom
    const now = () => this.#now()
    const canDeliver = (settings: Pick<Settings, 'smtp'>) => this.#canDeliver(settings)
    const { emit } = this.#emitter
    return deliverWebhooks({ storage, log, random, now, sender, canDeliver, emit }, options)
  }

  /**
   * Sums up the figures of days whose tickets have changed, and the numbers of tickets that staff own, which keeps
   * `system.getStats` and `staff.getAll` fast. Call it from a timer or from a worker; `startBackground` does. Several
   * processes may do so. The answers are exact without it, but changes pile up, which slows them down.
   *
   * @param options.signal stops it after the days in progress
   */
  async refreshStatistics({ signal }: Abortable = {}): Promise<void> {
    while (!signal?.aborted && (await this.storage.tickets.refreshStatistics()));
  }

  /**
   * Removes expired sessions, tokens, counted attempts and kept answers, events older than 30 days, and departments whose
   * deletion was interrupted. Call it from a timer or from a worker; `startBackground` does. If nothing calls it, sign-ins
   * remove some of these rows.
   *
   * @param options.signal stops it before the next kind of rows
   */
  async removeExpired({ signal }: Abortable = {}): Promise<void> {
    const now = this.#now()
    this.#sweptAt = now.getTime()
    const stores = { ...storesOf(this.storage), now }
    for (const remove of [...expiredRows, removeOldAnswers]) {
      if (signal?.aborted) return
      await remove(stores)
    }
    if (!signal?.aborted) await removeHiddenDepartments({ ...this.#ownPlace.blank, now, signal })
  }

  /**
   * Makes tickets and comments of the mails in the mailbox. Call it from a timer, from cron, or from a worker. Runs
   * once at a time: a concurrent call waits for the one in progress, until its own signal aborts.
   *
   * @param options.signal ends it after the mail under way, which has five seconds; then it is read again next time. A
   *   call that waits for another one's look only stops waiting: it rejects at once, and the look goes on
   * @throws when the mailbox cannot be opened; a single mail that makes trouble does not stop the others.
   */
  async pollMail({ signal }: Abortable = {}): Promise<MailPoll> {
    const underWay = this.#polling
    if (underWay) return signal ? orAborted(underWay, signal) : underWay
    this.#polling = withGrace(signal, 5000, (cut) => this.#poll(signal, cut)).finally(() => {
      this.#polling = undefined
    })
    return this.#polling
  }

  async #poll(signal: AbortSignal | undefined, cut: AbortSignal): Promise<MailPoll> {
    const { mailbox } = this.#options
    const settings = await readSettings(this.storage.settings)
    const nothing = { taken: 0, ignored: 0, refused: 0, failed: [] }
    if (
      !mailbox ||
      (mailbox.bySettings && !settings.imap) ||
      !(await this.#isInstalled({ settings, staff: this.storage.staff }))
    )
      return nothing
    const opening = mailbox.open(settings.imap, { signal: cut })
    const open = await orAborted(opening, cut).catch((error: unknown) => {
      // The mailbox was opened after all waiting callers had given up.
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
   * Goes on with the CSV import that `system.startCsvImport` has started, if no other process works on it. Call it from
   * a timer or from a worker; `startBackground` does. Resolves when nothing is left to import.
   *
   * @param options.signal stops it after the transaction in progress; the next call, in any process, goes on
   * @throws errors of the storage; the import is tried again after a minute
   */
  async runImports({ signal }: Abortable = {}): Promise<void> {
    const callAs = async (staffId: number) => {
      const call = await this.#call(contextFor(this, { staff: staffId }))
      const admit: Call['admit'] = (reader) => admitted(systemOperations.startCsvImport, reader)
      // The permission of the operation admits only staff.
      return { ...call, actor: admit(call), admit } as Call<StaffActor>
    }
    await continueImport({ storage: this.storage, now: () => this.#now(), callAs }, signal)
  }

  /**
   * Streams a snapshot of the storage as lines of JSON while the helpdesk keeps running; `restoreBackup` reads it into
   * an empty storage of any kind. Cancel the stream if you do not read it to the end. Files are not included. Passwords
   * of mail servers and other secret settings are left out, unless a passphrase encrypts them.
   *
   * @param options.signal ends the stream with the signal's reason
   *
   * @example
   * await writeFile('backup.jsonl', helpdesk.backup())
   */
  backup({ passphrase, signal }: BackupOptions = {}): ReadableStream<Uint8Array> {
    return writeBackup(this.storage.backup, this.#now(), passphrase, signal)
  }

  /**
   * Calls an operation with unchecked fields. Meant for adapters; in TypeScript, use the typed methods.
   *
   * @throws OpenSupportsError always: any other error is logged, and thrown as INTERNAL_ERROR with its cause
   */
  async call(
    operation: AnyOperation,
    session: SessionContext,
    fields: Fields,
    options: CallOptions = {},
  ): Promise<Answer> {
    return this.#run(operation, session, fields, options, this.#ownPlace)
  }

  /**
   * Throws if `call` would refuse this caller whatever the fields. Meant for adapters, before they accept a large body.
   *
   * @returns whether the caller has a session, and the largest file that is accepted; 0 if files are ignored
   * @throws NO_PERMISSION, NOT_INSTALLED, USER_DISABLED and other codes about the caller
   */
  async admit(
    operation: AnyOperation,
    session: SessionContext,
    { waitingSignal }: Pick<CallOptions, 'waitingSignal'> = {},
  ): Promise<Admission> {
    const admission = async () => {
      const call = await this.#callOf(operation, session, this.#ownPlace)
      const actor = admitted(operation, call)
      const { settings } = call
      const largestFile = ignoresUploads({ actor, settings }) ? 0 : settings.maxUploadSize
      return { signedIn: actor.kind !== 'anonymous', largestFile }
    }
    return withWaitingSignal(waitingSignal, () =>
      this.#orInternalError(operation, session, this.#ownPlace, admission),
    )
  }

  /** Returns the current URL of the site, which links in mails and pictures start with; it has no trailing slash. */
  async siteUrl(): Promise<string> {
    return this.#siteUrl(await readSettings(this.storage.settings))
  }

  /** Returns the largest allowed upload in bytes, from the setting `max-size`. */
  async maxUploadSize(): Promise<number> {
    return (await readSettings(this.storage.settings)).maxUploadSize
  }

  #run(
    operation: AnyOperation,
    session: SessionContext,
    fields: Fields,
    options: CallOptions,
    place: Place,
  ): Promise<Answer> {
    const { path } = operation
    const signal = 'steps' in operation ? undefined : options.waitingSignal
    const work = () => this.#answer(operation, session, fields, options, place)
    const start = () => (signal ? withWaitingSignal(signal, work) : work())
    if (!areCallsTraced()) return start()
    return traceCall({ path, wire: options.wire ?? 'native', requestId: session.requestId }, start)
  }

  async #answer(
    operation: AnyOperation,
    session: SessionContext,
    fields: Fields,
    options: CallOptions,
    place: Place,
  ): Promise<Answer> {
    try {
      if (place.joined && 'steps' in operation) fail('NOT_IN_TRANSACTION')
      // Read before anything else, so that it shows every later change. In a transaction of the host, it would not: rows
      // change there without a commit.
      const version = 'write' in operation && !place.joined ? this.storage.version?.() : undefined
      const call = await this.#callOf(operation, session, place)
      const running = this.#options.checkAnswers ? runDeclared : run
      return await running(operation, call, fields, version === undefined ? options : { ...options, version })
    } catch (error) {
      throw this.#refusal(error, operation, session, place)
    }
  }

  async #callOf(operation: AnyOperation, session: SessionContext, place: Place): Promise<Call> {
    assertSession(session)
    const call = await this.#call(session, place, operation.withoutStorage)
    const isReady = operation.beforeInstallation || this.#installed || (await this.#isInstalled(call))
    return isReady ? call : fail('NOT_INSTALLED')
  }

  async #orInternalError<T>(
    what: { readonly path: string },
    session: SessionContext,
    place: Place,
    work: () => Promise<T>,
  ): Promise<T> {
    try {
      return await work()
    } catch (error) {
      throw this.#refusal(error, what, session, place)
    }
  }

  /** Logs what the caller must not see, and returns what to throw. */
  #refusal(
    error: unknown,
    { path }: { readonly path: string },
    session: SessionContext,
    { joined }: Place,
  ): OpenSupportsError {
    if (error instanceof OpenSupportsError) {
      if (isDatabaseFault(error.code)) joined?.failed(error)
      // Without a cause, a queue was full: overload would flood the log.
      const isOutage = isDatabaseFault(error.code) && error.cause !== undefined
      const isMistake = error.code === 'TRANSACTION_OPEN'
      if (isOutage || isMistake)
        this.log.error({ err: error.cause ?? error, path, requestId: session.requestId }, error.message)
      return error
    }
    // The end of the transaction tells whether a retry has helped.
    if (joined) joined.failed(error)
    else this.log.error({ err: error, path, requestId: session.requestId }, 'an operation failed')
    return new OpenSupportsError('INTERNAL_ERROR', { cause: error })
  }

  #methods<Group extends Record<string, AnyOperation>>(
    group: Group,
    place: Place = this.#ownPlace,
  ): Methods<Group> {
    const methods = Object.entries(group).map(([name, operation]) => [
      name,
      async (session: SessionContext, params?: Fields, options: MethodOptions = {}) => {
        const { signal, idempotencyKey } = options
        if (params === undefined) assertNoParameters(session)
        const called = () => this.#run(operation, session, params ?? {}, { signal, idempotencyKey }, place)
        const inTurn = () => (place.joined ? place.joined.inTurn(called) : called())
        return (await withWaitingSignal(signal, inTurn)).data
      },
    ])
    return Object.freeze(Object.fromEntries(methods)) as Methods<Group>
  }

  /** Dates of the helpdesk have minute precision. */
  #now(): Date {
    return (this.#options.clock ?? systemClock).now()
  }

  async #call(session: SessionContext, place: Place = this.#ownPlace, withoutStorage = false): Promise<Call> {
    const { storage, joined, blank } = place
    if (!joined && isInsideTransaction(storage)) fail('TRANSACTION_OPEN')
    const reading = withoutStorage ? undefined : this.#withSettings(session, storage)
    const known = reading && (await reading)
    const settings = known
      ? settingsOf(known.settings)
      : await (withoutStorage ? settingsOrNone(storage.settings) : readSettings(storage.settings))
    const guestCall: Call = {
      ...blank,
      ip: session.ip,
      sessionToken: session.token,
      now: this.#now(),
      settings,
      apiUrl: blank.apiUrlOf(settings),
      siteUrl: blank.siteUrlOf(settings),
      canMail: () => blank.canDeliver(settings),
    }
    const actor = await this.#actor(session, guestCall, known)
    const isOver = actor.kind === 'ticket' && (await isTicketSessionOver(actor, guestCall))
    return isOver ? guestCall : { ...guestCall, actor }
  }

  #placeOf(storage: Storage, joined?: JoinedCalls): Place {
    return { storage, joined, blank: this.#blankCall(storage, joined) }
  }

  /** Returns a call by nobody, as before the installation. It has all fields, which makes copies of it cheap. */
  #blankCall(storage: Storage, joined: JoinedCalls | undefined): Call {
    const { files, signedDownloads, captcha, mailer, mailbox, random = systemRandom } = this.#options
    const { apiUrl, installToken, publicUrl, neutralAnswers = false } = this.#options
    const siteUrlOf = this.#siteUrl
    const apiUrlOf: Call['apiUrlOf'] = (settings) => apiUrl ?? `${siteUrlOf(settings)}/api`
    const settings = settingsOf({})
    return {
      ...storesOf(storage),
      actor: anonymous,
      ip: undefined,
      wire: 'native',
      sessionToken: undefined,
      now: new Date(0),
      settings,
      apiUrl: apiUrlOf(settings),
      siteUrl: siteUrlOf(settings),
      random,
      neutralAnswers,
      canMail: () => false,
      storage,
      files,
      signedDownloads,
      publicUrl,
      timeZone: this.#timeZone,
      mailer: mailer === 'queue-only' ? undefined : mailer,
      mailbox,
      captcha,
      passwords: this.#passwords,
      clock: () => this.#now(),
      installToken,
      logger: this.log,
      emit: this.#emitter.emit,
      hooks: this.#hooks,
      joined,
      signal: undefined,
      pollMail: () => this.pollMail(),
      // Not in a transaction of the host: what is removed comes back if it is rolled back.
      isSweepDue: () => !joined && this.#isSweepDue(),
      allowedOn: (call, ticket) =>
        this.#ticketMethods.filter(([, each]) => mayRunOn(each, call, ticket)).map(([name]) => name),
      isScope: (scope) => this.#scopes.has(scope),
      admit: ({ actor }) => actor,
      onFailure: (undo) => joined?.onFailure(undo),
      siteUrlOf,
      apiUrlOf,
      canDeliver: (settings) => this.#canDeliver(settings),
    }
  }

  /** Returns whether mails are delivered. Logs a warning once if they are not. */
  #canDeliver(settings: Pick<Settings, 'smtp'>): boolean {
    const { mailer } = this.#options
    const can = canSend(mailer, settings)
    if (!can) this.#warnOfDropped(mailer)
    return can
  }

  /** Reads the session and the settings at once, where both are needed and the storage can. */
  #withSettings(session: SessionContext, { sessions }: Storage): Promise<SessionAndSettings> | undefined {
    if (!sessions.withSettings || isAccessToken(session.token) || identityOf(this, session)) return undefined
    const hash = sessionHash(session)
    return hash === undefined ? undefined : sessions.withSettings(hash)
  }

  #actor(session: SessionContext, call: Call, known?: SessionAndSettings): Promise<Actor> {
    const identity = identityOf(this, session)
    if (identity) return this.#hostActor(identity, call)
    const { token } = session
    return isAccessToken(token)
      ? tokenActor(token, call, call.now)
      : resolveActor(session, call, call.now, known)
  }

  async #hostActor(identity: ActingAs, call: Call): Promise<Actor> {
    // There are no accounts before the installation.
    if (!(await this.#isInstalled(call))) return anonymous
    if ('staff' in identity)
      return typeof identity.staff === 'number'
        ? this.#staffActor(identity.staff, call)
        : staffActorFor(call, identity.staff)
    if (identity.user.id !== undefined) return userActorFor(call, identity.user)
    const { email } = identity.user
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
    // Sweep also when the clock was set back.
    if (Math.abs(now - this.#sweptAt) < sweepInterval) return false
    this.#sweptAt = now
    return true
  }

  async #isInstalled({ settings, staff, joined }: InstallationFacts): Promise<boolean> {
    if (this.#installed) return true
    const isInstalled = settings.exist && (await staff.count()) > 0
    // An installed helpdesk is never uninstalled, so cache it, unless it may be rolled back.
    if (!joined) this.#installed = isInstalled
    return isInstalled
  }
}

/** A helpdesk, made by `new OpenSupports(…)`. */
export type OpenSupports<Trx = unknown, Own extends OwnGroups = NoGroups> = Helpdesk<Trx, Own> &
  OwnMethods<Own>

/** The constructor of helpdesks. */
export interface OpenSupportsConstructor {
  new <Trx = unknown, Own extends OwnGroups = NoGroups>(
    options: OpenSupportsOptions<Trx, Own>,
  ): OpenSupports<Trx, Own>
  readonly prototype: OpenSupports
}

/**
 * A helpdesk. Each path of the API has a method: `/ticket/create` is `helpdesk.ticket.create(session, params)`. When an
 * operation refuses, its method throws an `OpenSupportsError` with a documented code.
 *
 * The constructor starts no timers or listeners and reads no environment variables. One process may hold many
 * helpdesks.
 *
 * @example
 * const helpdesk = new OpenSupports({ storage: memoryStorage() })
 * await helpdesk.install({ admin: { name: 'Ada', email: 'ada@example.com', password: 'correct horse' } })
 * const jane = helpdesk.actingAs({ user: { email: 'jane@example.com', name: 'Jane' } })
 * const { ticketNumber } = await helpdesk.ticket.create(jane, { title: 'Printer', content: 'It smokes.' })
 */
export const OpenSupports = Helpdesk as unknown as OpenSupportsConstructor
