import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Dialect } from '../../dialects/dialect.js'
import type { Db } from '../../schema.js'
import { insertRows } from '../insert-rows.js'
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
  const read = <T>(work: (inner: Db) => Promise<T>): Promise<T> =>
    db.isTransaction || !dialect.snapshot ? work(db) : dialect.snapshot(work, 'much')
  const changes = await db
    .selectFrom('os_statistic_change')
    .select(['id', 'day'])
    .orderBy('id')
    .limit(changesAtOnce)
    .execute()
  const byDay = new Map<number, number[]>()
  for (const { id, day } of changes) {
    const ids = byDay.get(Number(day))
    if (ids) ids.push(Number(id))
    else byDay.set(Number(day), [Number(id)])
  }
  const days = [...byDay].slice(0, daysAtOnce)
  for (const [day, ids] of days) {
    const where = within(spanOfDays(day, day))
    // After its changes: the count includes all of them.
    const totals = await read((inner) => recountDay(inner, dialect.dates, where))
    const keep = (tx: Db) => keepDay(tx, day, ids, totals)
    await (db.isTransaction ? keep(db) : dialect.transaction(db, keep))
    await nextTurn()
  }
  if (changes.length === changesAtOnce || days.length < byDay.size) return true
  if (await keepMonth(db, dialect, read)) return true
  for (let day = 0; day < checkedAtOnce; day++) {
    const differing = await read((inner) => differingDay(inner, dialect))
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
