import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Dialect } from '../../dialects/dialect.js'
import type { Db } from '../../schema.js'
import { groupBy } from '../group-by.js'
import { insertRows } from '../insert-rows.js'
import { inTransaction, onSnapshot } from '../own-transaction.js'
import { differingDay } from './check.js'
import { spanOfDays, within } from './days.js'
import { keptText } from './kept.js'
import { keepMonth } from './months.js'
import { type DayTotals, recountDay } from './recount.js'

/** Changes and days of a round. */
const changesAtOnce = 2000
const daysAtOnce = 31
/** Days that are checked after the last round. */
const checkedAtOnce = 4

/**
 * Counts days that have changes, and keeps their figures. Reads on a snapshot, and then replaces a day's figures in one
 * short transaction. Then sums up months whose days have changed, one a round. After the last round, checks some other
 * days.
 *
 * @returns whether changes or months are left
 */
export async function refreshStatistics(db: Db, dialect: Dialect): Promise<boolean> {
  const changes = await db
    .selectFrom('os_statistic_change')
    .select(['id', 'day'])
    .orderBy('id')
    .limit(changesAtOnce)
    .execute()
  const byDay = groupBy(changes, ({ day }) => Number(day))
  const days = [...byDay].slice(0, daysAtOnce)
  for (const [day, ofDay] of days) {
    const ids = ofDay.map(({ id }) => Number(id))
    const where = within(spanOfDays(day, day))
    // After its changes: the count includes all of them.
    const totals = await onSnapshot(db, dialect, (inner) => recountDay(inner, dialect.dates, where))
    await inTransaction(db, dialect, (tx) => keepDay(tx, day, ids, totals))
    await nextTurn()
  }
  if (changes.length === changesAtOnce || days.length < byDay.size) return true
  if (await keepMonth(db, dialect)) return true
  for (let day = 0; day < checkedAtOnce; day++) {
    const differing = await onSnapshot(db, dialect, (inner) => differingDay(inner, dialect))
    if (differing !== undefined)
      await db.insertInto('os_statistic_change').values({ day: differing }).execute()
    await nextTurn()
  }
  return false
}

async function keepDay(
  tx: Db,
  day: number,
  changeIds: readonly number[],
  totals: readonly DayTotals[],
): Promise<void> {
  const gone = await tx.deleteFrom('os_statistic_change').where('id', 'in', changeIds).executeTakeFirst()
  if (Number(gone.numDeletedRows) !== changeIds.length) {
    // Another process has counted the day, maybe later than this one. Count it again.
    await tx.insertInto('os_statistic_change').values({ day }).execute()
    return
  }
  await tx.deleteFrom('os_statistic').where('day', '=', day).execute()
  await insertRows(
    totals.map((of) => ({ day, department_id: of.departmentId, figures: keptText(of) })),
    (rows) => tx.insertInto('os_statistic').values(rows).execute(),
  )
}
