import { type Statistics, type StatisticsFilter, zonePeriods } from '@opensupports/core'
import { sql } from 'kysely'
import type { Dialect } from '../../dialects/dialect.js'
import type { Db } from '../../schema.js'
import { minuteOf } from '../../values.js'
import { all, isOneOf, ticketConditions } from '../ticket-conditions.js'
import { type Days, partsOf, runsOf, type Span, spanOfDays, within } from './days.js'
import { answerOf, noTotals, type Totals } from './figures.js'
import { addKept } from './kept.js'
import { addRecount, allDepartments } from './recount.js'
import type { Zone } from './zone.js'

/** Changed days are counted again in at most this many spans. */
const mostRuns = 16
/** Days read per statement, each in one department. */
const keptAtOnce = 10_000

/**
 * Adds up the kept figures of the whole days of the range, and counts the tickets of the rest: the ends of the range,
 * and the days with changes since their figures were kept. What is kept knows departments, but not tags and owners:
 * with those, counts all tickets that match.
 */
export async function statisticsOf(
  db: Db,
  { dates, text, unindexed }: Pick<Dialect, 'dates' | 'text' | 'unindexed'>,
  filter: StatisticsFilter,
): Promise<Statistics> {
  const totals = noTotals()
  const { timeZone = 'UTC', ...conditions } = filter
  const { dateRange, departments, tags, owners } = conditions
  const zone = zonePeriods(timeZone)
  const range: Span = dateRange ? { from: minuteOf(dateRange.from), to: minuteOf(dateRange.to) } : {}
  if (tags || owners) {
    await addRecount(db, dates, ticketConditions(conditions, text), totals, zone, range)
    return answerOf(totals)
  }
  // A span has few tickets, and a department many.
  const inDepartments = departments ? isOneOf(unindexed('t.department_id'), departments) : all([])
  const count = (span: Span) => addRecount(db, dates, all([inDepartments, within(span)]), totals, zone, span)
  const { first, last, ends } = partsOf(range)
  if (first <= last) {
    // The changes first: a day whose changes are gone has its figures by then.
    const runs = runsOf(await changedDays(db, [first, last]), mostRuns)
    await addKeptDays(db, [first, last], departments ?? [allDepartments], runs, totals, zone)
    for (const [start, end] of runs) await count(spanOfDays(start, end))
  }
  for (const end of ends) await count(end)
  return answerOf(totals)
}

async function changedDays(db: Db, [first, last]: Days): Promise<number[]> {
  const days = db.selectFrom('os_statistic_change').select('day').distinct()
  const rows = await days.where('day', '>=', first).where('day', '<=', last).orderBy('day').execute()
  return rows.map(({ day }) => Number(day))
}

/** Adds the kept figures of the days outside of `runs`. */
async function addKeptDays(
  db: Db,
  [first, last]: Days,
  departments: readonly number[],
  runs: readonly Days[],
  totals: Totals,
  zone: Zone,
): Promise<void> {
  const isChanged = (day: number) => runs.some(([start, end]) => start <= day && day <= end)
  // At most 372 days are in a year, and no helpdesk is older than some years.
  const days = Math.min(5000, Math.ceil((last - first) / 10_000 + 1) * 372)
  const atOnce = Math.ceil(keptAtOnce / days)
  for (let start = 0; start < departments.length; start += atOnce) {
    const some = departments.slice(start, start + atOnce)
    const rows = db.selectFrom('os_statistic').select(['day', 'figures']).where('department_id', 'in', some)
    const found = await rows.where(sql<boolean>`day between ${first} and ${last}`).execute()
    for (const { day, figures } of found)
      if (!isChanged(Number(day))) addKept(figures, totals, zone, Number(day))
  }
}
