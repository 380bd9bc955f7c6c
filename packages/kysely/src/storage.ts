import {
  databaseFault,
  type HostConnection,
  refuseLock,
  type Storage,
  type TicketQuery,
} from '@opensupports/core'
import type { Kysely } from 'kysely'
import { backupStore } from './backup.js'
import type { Dialect, Effort } from './dialects/dialect.js'
import { Fault } from './dialects/fault.js'
import { isWholeNumber } from './dialects/numbers-with.js'
import { SqlTransaction } from './host-transaction.js'
import { lockRows } from './locks.js'
import { partsOf } from './savepoints.js'
import type { Db } from './schema.js'
import * as stores from './stores/index.js'

type Stores = Omit<Storage, 'transaction' | 'within' | 'trx' | 'lock' | 'connectionUse' | 'close'>

const storesOn = (db: Db, dialect: Dialect): Stores => ({
  settings: stores.settingStore(db, dialect),
  departments: stores.departmentStore(db, dialect),
  staff: stores.staffStore(db, dialect),
  users: stores.userStore(db, dialect),
  people: stores.peopleStore(db, dialect),
  tickets: stores.ticketStore(db, dialect),
  tags: stores.tagStore(db, dialect),
  customResponses: stores.customResponseStore(db),
  customFields: stores.customFieldStore(db, dialect),
  apiKeys: stores.apiKeyStore(db, dialect),
  bans: stores.banStore(db),
  fileNames: stores.fileNameStore(db),
  topics: stores.topicStore(db, dialect),
  articles: stores.articleStore(db),
  logs: stores.logStore(db),
  sessions: stores.sessionStore(db, dialect),
  rememberTokens: stores.rememberTokenStore(db),
  passwordTokens: stores.passwordTokenStore(db, dialect),
  pendingAddresses: stores.pendingAddressStore(db),
  attempts: stores.attemptStore(db, dialect),
  knownPlaces: stores.knownPlaceStore(db),
  identities: stores.identityStore(db),
  accessTokens: stores.accessTokenStore(db),
  keptAnswers: stores.keptAnswerStore(db),
  viewers: stores.viewerStore(db),
  mailTemplates: stores.mailTemplateStore(db, dialect),
  csvImports: stores.csvImportStore(db),
  events: stores.eventStore(db, dialect),
  outbox: stores.outboxStore(db, dialect),
  journal: stores.journalStore(db, dialect),
  webhooks: stores.webhookStore(db, dialect),
  mailLedger: stores.mailLedgerStore(db, dialect),
  mailOriginals: stores.mailOriginalStore(db),
  rows: stores.rowStore(db),
  backup: backupStore(db, dialect),
})

type Composed = { readonly [Name in keyof Stores]?: readonly (keyof Stores[Name])[] }

/** Store methods that run several statements; outside a transaction each is wrapped in one. */
const composedOf = ({ upsertsReturn }: Dialect): Composed => ({
  settings: ['install'],
  departments: ['remove', 'hide'],
  staff: ['insert', 'update', 'remove', 'releaseOwned', 'leaveAuthored', 'setDepartments'],
  users: [
    'insert',
    'update',
    'remove',
    'leaveAuthored',
    'removeAll',
    'removeFirst',
    'setCustomFieldValues',
    'setSupervised',
  ],
  tickets: [
    'insert',
    'update',
    'assign',
    'unAssign',
    'releaseOutside',
    'firstIn',
    'moveThese',
    'releaseThese',
    'remove',
    'removeThese',
    'removeAll',
    'addEvent',
    'update',
    'editEvent',
  ],
  tags: ['insert', 'update'],
  customFields: ['insert', 'remove'],
  apiKeys: ['insert', 'removeByName'],
  bans: ['add'],
  topics: ['remove'],
  passwordTokens: ['insert'],
  mailTemplates: ['set'],
  attempts: upsertsReturn ? [] : ['add'],
  identities: ['insert'],
  csvImports: ['start', 'end'],
  events: ['add', 'position'],
  journal: ['add'],
  outbox: ['claim'],
  webhooks: ['remove', 'advance', 'claim', 'retry'],
  mailLedger: ['record'],
  mailOriginals: ['add'],
  backup: ['restore'],
})

/** Methods that read one snapshot, so that a page and its count agree; and how much their calls may read. */
const consistent: {
  readonly [Name in keyof Stores]?: {
    readonly [Method in keyof Stores[Name]]?: Stores[Name][Method] extends (...args: infer Args) => unknown
      ? (...args: Args) => Effort
      : never
  }
} = {
  people: { search: () => 'much' },
  users: { list: ({ search }) => (search === undefined ? 'little' : 'much') },
  tickets: { list: effortOf, statistics: () => 'much' },
}

/** The filters by which indexes find the first tickets of a list. */
const indexed = new Set<string>([
  'numbers',
  'departments',
  'owners',
  'linkedToStaff',
  'authors',
  'assigned',
  'closed',
])

/** The filters that a list can bound its reads with. */
const bounded = new Set<string>([...indexed, 'anyOf', 'unreadStaff', 'dateRange'])

/**
 * Returns how much a list may read: little, where it reads few tickets and no histories, as those of the staff's desk do. A
 * search for the number of a ticket finds few, by an index, which takes long among many texts.
 */
function effortOf({ filter, events }: TicketQuery): Effort {
  const { text, titleContains } = filter
  if (events) return 'much'
  if (text !== undefined) return isWholeNumber(text) && titleContains === undefined ? 'unknown' : 'much'
  const names = Object.keys(filter)
  if (names.every((name) => indexed.has(name))) return 'little'
  return names.every((name) => bounded.has(name)) ? 'unknown' : 'much'
}

type AnyStore = Record<string, (...args: unknown[]) => Promise<unknown>>

/** Rethrows an error; if the database cannot serve a call now, with a code that says so. */
const rethrown =
  ({ faultOf }: Dialect) =>
  (error: unknown): never => {
    const code = faultOf(error)
    throw code ? databaseFault(code, error instanceof Fault ? (error.cause ?? error) : error) : error
  }

/** Wraps every method: multi-statement ones in a transaction, the rest with a retry on deadlock. */
function atomic(db: Db, dialect: Dialect): Stores {
  const rethrow = rethrown(dialect)
  const plain = storesOn(db, dialect)
  const composed = composedOf(dialect)
  // Databases of snapshots are used again.
  const known = new WeakMap<Db, Stores>()
  const inside = (inner: Db): Stores => {
    const stores = known.get(inner) ?? storesOn(inner, dialect)
    known.set(inner, stores)
    return stores
  }
  const wrapped = Object.entries(plain).map(([name, store]) => {
    const inTransaction: readonly string[] = composed[name as keyof Stores] ?? []
    const onSnapshot: Readonly<Record<string, (...args: never[]) => Effort>> =
      consistent[name as keyof Stores] ?? {}
    const own = Object.entries(store as unknown as AnyStore).map(([method, run]) => {
      // A backup is streamed, so it cannot be retried.
      if (name === 'backup' && !inTransaction.includes(method)) return [method, run]
      const { again, snapshot } = dialect
      const effort = onSnapshot[method]
      const on =
        (args: readonly unknown[]) =>
        async (inner: Db, isBounded = false): Promise<unknown> => {
          const stores = inside(inner)[name as keyof Stores] as unknown as AnyStore
          return isBounded ? stores[method]?.(...args, isBounded) : stores[method]?.(...args)
        }
      if (inTransaction.includes(method))
        return [method, (...args: unknown[]) => dialect.transaction(db, on(args)).catch(rethrow)]
      if (effort && snapshot)
        return [
          method,
          (...args: unknown[]) => snapshot(on(args), effort(...(args as never[]))).catch(rethrow),
        ]
      // Without retries, the connections themselves throw the errors that say why they cannot serve.
      return [method, again ? (...args: unknown[]) => again(() => run(...args)).catch(rethrow) : run]
    })
    return [name, Object.fromEntries(own)]
  })
  return Object.fromEntries(wrapped)
}

/** Returns the storage on a database. `Connection` is the driver's connection. */
export function storageOn<Connection>(db: Db, dialect: Dialect): Storage<SqlTransaction<Connection>> {
  type Inside = Storage<SqlTransaction<Connection>>
  const { rowLocks, host } = dialect
  /** Stores by their database. Some dialects use one database for all transactions. */
  const known = new WeakMap<Db, Stores>()

  /** Runs `work` on an open transaction. */
  const runIn = async <T>(tx: Db, work: (storage: Inside) => Promise<T>): Promise<T> => {
    const part = partsOf(tx)
    const stores = known.get(tx) ?? storesOn(tx, dialect)
    known.set(tx, stores)
    const hostKysely = host.kysely?.(tx) ?? (() => tx)
    const inside: Inside = {
      trx: new SqlTransaction(
        hostKysely as unknown as () => Kysely<never>,
        () => host.of(tx) as Promise<Connection>,
      ),
      transaction: (inner) => part.run(() => inner(inside)),
      lock: async (locks) => {
        if (rowLocks) await lockRows(tx, rowLocks, locks)
      },
      close: async () => {},
      // The spread comes last: V8 takes many times as long for fields that follow it.
      ...stores,
    }
    const result = await work(inside)
    part.throwLoss()
    return result
  }

  return {
    ...atomic(db, dialect),
    lock: async () => refuseLock(),
    transaction: (work) => dialect.transaction(db, (tx) => runIn(tx, work)).catch(rethrown(dialect)),
    within: <T>(
      connection: HostConnection<SqlTransaction<Connection>>,
      work: (storage: Inside) => Promise<T>,
    ) => host.within(connection, (tx) => runIn(tx, work)).catch(rethrown(dialect)),
    ...(dialect.version ? { version: () => dialect.version?.() } : {}),
    async close() {
      await db.destroy()
      await dialect.end?.()
    },
  }
}
