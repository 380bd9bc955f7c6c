import {
  type LockableTable,
  type LockMode,
  type LockName,
  lockableTables,
  lockNames,
  type RowLock,
  refuseLock,
} from '@opensupports/core'
import type { RowLocks } from './dialects/dialect.js'
import type { Db } from './schema.js'
import { listStatement } from './statement.js'

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

type Statement = (db: Db, keys: readonly number[]) => Promise<readonly object[]>

/** Returns the implementation of `Storage.lock`. Compiles one statement per table, mode and number of rows. */
export function rowLocker(rowLocks: RowLocks): (db: Db, locks: readonly RowLock[]) => Promise<void> {
  const compiled = new Map<string, Statement>()
  const statementOf = (of: LockableTable, mode: LockMode): Statement => {
    const key = `${of} ${mode}`
    const known = compiled.get(key)
    if (known) return known
    const made = listStatement((db, ids) =>
      db
        .selectFrom(tableNames[of])
        .select('id')
        .where('id', 'in', ids)
        .orderBy('id')
        .modifyEnd(rowLocks[mode]),
    )
    compiled.set(key, made)
    return made
  }
  return async (db, locks) => {
    if (!db.isTransaction) refuseLock()
    for (const { of, keys, mode } of lockSteps(locks)) {
      if (of !== 'names') await statementOf(of, mode)(db, keys)
      else await lockNamed(db, rowLocks, mode, keys)
    }
  }
}

/** Locks one name for a store: see `LockName`. Does nothing for databases with a single writer. */
export async function lockName(db: Db, rowLocks: RowLocks | undefined, name: LockName): Promise<void> {
  if (rowLocks) await lockNamed(db, rowLocks, 'update', [lockNames.indexOf(name)])
}

async function lockNamed(db: Db, rowLocks: RowLocks, mode: LockMode, places: readonly number[]) {
  const names = places.map((place) => lockNames[place] ?? '')
  const rows = db.selectFrom('os_lock').select('name').where('name', 'in', names).orderBy('name')
  const locked = await rows.modifyEnd(rowLocks[mode]).execute()
  if (locked.length === names.length) return
  // The row is missing, because the table was emptied or an older version created it.
  const missing = names.map((name) => ({ name }))
  await db
    .insertInto('os_lock')
    .values(missing)
    .onConflict((clash) => clash.doNothing())
    .execute()
  await rows.modifyEnd(rowLocks[mode]).execute()
}
