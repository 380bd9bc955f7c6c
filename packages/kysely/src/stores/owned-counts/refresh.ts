import { setImmediate as nextTurn } from 'node:timers/promises'
import { sql } from 'kysely'
import type { Dialect } from '../../dialects/dialect.js'
import type { Db } from '../../schema.js'
import { groupBy } from '../group-by.js'
import { inTransaction, onSnapshot } from '../own-transaction.js'
import { correctOwned, differences } from './correct.js'

/** The rows of a round. A helpdesk with more members than these keeps the rows beyond them. */
const rowsAtOnce = 2000
/** Members that are checked after the last round. */
const checkedAtOnce = 4

/**
 * Replaces the oldest rows of members by one with their sum. Writers only add rows and lock none, so they never wait for
 * it.
 *
 * @returns whether rows are left
 */
export async function foldOwned(db: Db, dialect: Dialect): Promise<boolean> {
  const rows = await db
    .selectFrom('os_owned_count')
    .select(['id', 'staff_id'])
    .orderBy('id')
    .limit(rowsAtOnce)
    .execute()
  const ofMember = groupBy(rows, ({ staff_id }) => staff_id)
  const ids = rows.filter(({ staff_id }) => (ofMember.get(staff_id)?.length ?? 0) > 1).map(({ id }) => id)
  if (ids.length === 0) return false
  await inTransaction(db, dialect, (tx) => foldThese(tx, dialect, ids))
  await nextTurn()
  return rows.length === rowsAtOnce
}

async function foldThese(tx: Db, { rowLocks }: Dialect, ids: readonly number[]): Promise<void> {
  // Another process may have replaced some.
  const found = await tx
    .selectFrom('os_owned_count')
    .selectAll()
    .where('id', 'in', ids)
    .orderBy('id')
    .modifyEnd(rowLocks?.update ?? sql``)
    .execute()
  if (found.length === 0) return
  const sums = new Map<number, { staff_id: number; assigned: number; closed: number }>()
  for (const { staff_id, assigned, closed } of found) {
    const sum = sums.get(staff_id) ?? { staff_id, assigned: 0, closed: 0 }
    sums.set(staff_id, sum)
    sum.assigned += Number(assigned)
    sum.closed += Number(closed)
  }
  const left = [...sums.values()].filter(({ assigned, closed }) => assigned !== 0 || closed !== 0)
  await tx
    .deleteFrom('os_owned_count')
    .where(
      'id',
      'in',
      found.map(({ id }) => id),
    )
    .execute()
  if (left.length > 0) await tx.insertInto('os_owned_count').values(left).execute()
}

/** The members that this process checks next have higher ids. */
const checkedUpTo = new WeakMap<Dialect, number>()

/**
 * Compares the rows of some members with the tickets, in each call those of the next ones, and then again from the first.
 * They differ where something wrote to the database that notes no changes, such as an older version of this package.
 */
export async function checkOwned(db: Db, dialect: Dialect): Promise<void> {
  for (let member = 0; member < checkedAtOnce; member++) {
    const staffId = await memberAfter(db, checkedUpTo.get(dialect) ?? 0)
    checkedUpTo.set(dialect, staffId ?? 0)
    if (staffId === undefined) return
    await checkMember(db, dialect, staffId)
    await nextTurn()
  }
}

async function checkMember(db: Db, dialect: Dialect, staffId: number): Promise<void> {
  const { rows } = await onSnapshot(db, dialect, (inner) => differences(staffId).execute(inner))
  if (rows.length > 0) await inTransaction(db, dialect, (tx) => correctOwned(tx, dialect.rowLocks, staffId))
}

/** Returns the lowest id above `after` of a member, or of a deleted one who still has rows. */
async function memberAfter(db: Db, after: number): Promise<number | undefined> {
  const member = await db
    .selectFrom('staff')
    .select(({ fn }) => fn.min('id').as('id'))
    .where('id', '>', after)
    .executeTakeFirst()
  const left = await db
    .selectFrom('os_owned_count')
    .select(({ fn }) => fn.min('staff_id').as('id'))
    .where('staff_id', '>', after)
    .executeTakeFirst()
  const ids = [member?.id, left?.id].flatMap((id) => (id === null || id === undefined ? [] : [Number(id)]))
  return ids.length > 0 ? Math.min(...ids) : undefined
}
