import { sql } from 'kysely'
import { type Dialect, lastDay } from '../../dialects/dialect.js'
import type { Db } from '../../schema.js'
import { dayOf, spanOfDays, within } from './days.js'
import { keptText } from './kept.js'
import { allDepartments, recountDay } from './recount.js'

/** The days that this process checks next are before this one. */
const checkedFrom = new WeakMap<Dialect, number>()

/**
 * Compares kept figures with the tickets, one day a call, from the last to the first, and then again. They differ where
 * something wrote to the database that notes no changes, such as an older version of this package.
 *
 * @returns the day if they differ
 */
export async function differingDay(db: Db, dialect: Dialect): Promise<number | undefined> {
  const day = await dayBefore(db, checkedFrom.get(dialect) ?? lastDay + 1)
  checkedFrom.set(dialect, day ?? lastDay + 1)
  if (day === undefined) return undefined
  const rows = db.selectFrom('os_statistic').select(['department_id', 'figures']).where('day', '=', day)
  const kept = (await rows.execute()).map((row) => `${row.department_id} ${row.figures}`)
  const counted = await recountDay(db, dialect.dates, within(spanOfDays(day, day)))
  const expected = counted.map((of) => `${of.departmentId} ${keptText(of)}`)
  return kept.sort().join('\n') === expected.sort().join('\n') ? undefined : day
}

/** Returns the last day before another one that has tickets or kept figures. */
async function dayBefore(db: Db, day: number): Promise<number | undefined> {
  const kept = await db
    .selectFrom('os_statistic')
    .select(({ fn }) => fn.max('day').as('day'))
    .where('department_id', '=', allDepartments)
    .where('day', '<', day)
    .executeTakeFirst()
  const ticket = await db
    .selectFrom('ticket')
    .select(({ fn }) => fn.max('date').as('date'))
    .where(sql<boolean>`date < ${day * 10_000}`)
    .executeTakeFirst()
  const days = [
    ...(kept?.day == null ? [] : [Number(kept.day)]),
    ...(ticket?.date == null ? [] : [Math.min(lastDay, dayOf(Math.max(0, Number(ticket.date))))]),
  ]
  return days.length > 0 ? Math.max(...days) : undefined
}
