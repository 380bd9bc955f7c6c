import {
  type LockableTable,
  type LockMode,
  type LockName,
  lockableTables,
  lockNames,
  type RowLock,
  refuseLock,
} from '@opensupports/core'
import { type RawBuilder, sql } from 'kysely'
import type { RowLocks } from './dialects/dialect.js'
import type { Db } from './schema.js'
import { longestKept, placeholder, shapedStatements } from './statement.js'

const tableNames = {
  departments: 'department',
  staff: 'staff',
  users: 'user',
  tickets: 'ticket',
  tags: 'tag',
  topics: 'topic',
  articles: 'article',
  customFields: 'customfield',
  customResponses: 'customresponse',
  apiKeys: 'apikey',
} as const satisfies Record<LockableTable, string>

/** The rows of one table, or the names, that one statement locks. */
export interface LockStep {
  readonly of: LockableTable | 'names'
  /** Ascending: row ids, or indexes into `lockNames`. */
  readonly keys: readonly number[]
  readonly mode: LockMode
}

/**
 * Returns the lock steps in the global lock order. A step covers all rows of a table and mode, unless rows of the other
 * mode have ids between them; locking those in one statement would break the order.
 */
export function lockSteps(locks: readonly RowLock[]): LockStep[] {
  const modes = new Map<LockStep['of'], Map<number, LockMode>>()
  for (const lock of locks) {
    const [of, key] =
      'name' in lock ? (['names', lockNames.indexOf(lock.name)] as const) : ([lock.table, lock.id] as const)
    const ofTable = modes.get(of) ?? new Map<number, LockMode>()
    modes.set(of, ofTable)
    if (ofTable.get(key) !== 'update') ofTable.set(key, lock.mode)
  }
  const steps: { of: LockStep['of']; keys: number[]; mode: LockMode }[] = []
  for (const of of ['names', ...lockableTables] as const) {
    const rows = [...(modes.get(of) ?? [])].sort(([one], [other]) => one - other)
    for (const [key, mode] of rows) {
      const last = steps.at(-1)
      if (last?.of === of && last.mode === mode) last.keys.push(key)
      else steps.push({ of, keys: [key], mode })
    }
  }
  return steps
}

interface Locked {
  readonly named: number
}

/** Selects 1 for each name that a step locks, and 0 for each row. */
const lockingSelect = ({ of, mode }: LockStep, rowLocks: RowLocks, keys: readonly unknown[]) =>
  of === 'names'
    ? sql<Locked>`select 1 as named from os_lock where name in (${sql.join(keys)}) order by name ${rowLocks[mode]}`
    : sql<Locked>`select 0 as named from ${sql.table(tableNames[of])} where id in (${sql.join(keys)})
        order by id ${rowLocks[mode]}`

/** Builds one statement that takes the locks of all steps, in their order. */
function lockingStatement(steps: readonly LockStep[], rowLocks: RowLocks): RawBuilder<Locked> {
  let place = 0
  const selects = steps.map((step) =>
    lockingSelect(
      step,
      rowLocks,
      step.keys.map(() => placeholder(String(place++))),
    ),
  )
  const [only, ...others] = selects
  if (only && others.length === 0) return only
  // PostgreSQL allows no locking select as a part of a union by itself.
  const parts = selects.map((select, index) => sql`select named from (${select}) ${sql.ref(`part_${index}`)}`)
  return sql<Locked>`${sql.join(parts, sql` union all `)}`
}

const nameAt = (place: number) => lockNames[place] ?? ''

const select = shapedStatements({ isSelect: true })

/**
 * Locks the rows of these steps with one statement. Names that have no row yet get one, and are locked with another statement.
 *
 * @returns whether the first statement found all rows
 */
async function take(db: Db, rowLocks: RowLocks, steps: readonly LockStep[]): Promise<boolean> {
  const keys = steps.flatMap(({ of, keys }): (string | number)[] =>
    of === 'names' ? keys.map(nameAt) : [...keys],
  )
  const shape = steps.map(({ of, mode, keys }) => `${of} ${mode} ${keys.length}`).join()
  const rows = await select(
    db,
    keys.length <= longestKept ? shape : undefined,
    Object.fromEntries(keys.entries()),
    () => lockingStatement(steps, rowLocks),
  )
  const named = rows.filter((row) => Number(row.named) === 1).length
  for (const { of, keys, mode } of steps)
    if (of === 'names' && named < keys.length) await lockMissing(db, rowLocks, mode, keys.map(nameAt))
  return rows.length === keys.length
}

/** Implements `Storage.lock` for databases with several writers. */
export async function lockRows(db: Db, rowLocks: RowLocks, locks: readonly RowLock[]): Promise<void> {
  if (!db.isTransaction) refuseLock()
  const steps = lockSteps(locks)
  if (steps.length === 0) return
  const parts = rowLocks.inOneStatement ? [steps] : steps.map((step) => [step])
  let areThere = true
  for (const part of parts) areThere = (await take(db, rowLocks, part)) && areThere
  const tickets = steps.flatMap(({ of, keys, mode }) => (of === 'tickets' && mode === 'update' ? keys : []))
  if (tickets.length === 0) return
  heldTickets.set(db, [...(heldTickets.get(db) ?? []), ...tickets])
  if (areThere) foundTickets.set(db, [...(foundTickets.get(db) ?? []), ...tickets])
}

/** The tickets that transactions have locked for update. */
const heldTickets = new WeakMap<Db, readonly number[]>()

/** The locked tickets that were found, and that their transactions have not removed. */
const foundTickets = new WeakMap<Db, readonly number[]>()

/** Returns whether a transaction has locked a ticket for update. */
export const holdsTicket = (db: Db, id: number): boolean => heldTickets.get(db)?.includes(id) === true

/** Returns whether a transaction has locked a ticket for update and found it, and has removed no ticket since. */
export const holdsFoundTicket = (db: Db, id: number): boolean => foundTickets.get(db)?.includes(id) === true

/** Makes `holdsFoundTicket` false for all tickets. Call it before a transaction removes tickets. */
export const forgetFoundTickets = (db: Db): void => void foundTickets.delete(db)

/** Locks one name for a store: see `LockName`. Does nothing for databases with a single writer. */
export async function lockName(db: Db, rowLocks: RowLocks | undefined, name: LockName): Promise<void> {
  if (rowLocks) await lockRows(db, rowLocks, [{ name, mode: 'update' }])
}

/** Locks names whose rows are missing, because the table was emptied or an older version created it. */
async function lockMissing(db: Db, rowLocks: RowLocks, mode: LockMode, names: readonly string[]) {
  await db
    .insertInto('os_lock')
    .values(names.map((name) => ({ name })))
    .onConflict((clash) => clash.doNothing())
    .execute()
  const rows = db.selectFrom('os_lock').select('name').where('name', 'in', names).orderBy('name')
  await rows.modifyEnd(rowLocks[mode]).execute()
}
