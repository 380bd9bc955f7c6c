import { type Statistics, type StatisticsFilter, zonePeriods } from '@opensupports/core'
import { sql } from 'kysely'
import type { Dialect } from '../../dialects/dialect.js'
import type { Db } from '../../schema.js'
import { minuteOf } from '../../values.js'
import { all, isOneOf, ticketConditions } from '../ticket-conditions.js'
import { type Days, partsOf, runsOf, type Span, spanOfDays, within } from './days.js'
import { answerOf, noTotals, type Totals } from './figures.js'
import { addKept } from './kept.js'
import { type Kept, keptOf } from './kept-departments.js'
import { addMonths, keptDays, monthOf, monthsOf, wholeMonths } from './months.js'
import { addRecount } from './recount.js'
import type { Zone } from './zone.js'

/** The most spans in which changed days are counted again, and in which kept days are read. */
const mostRuns = 16
/** Figures read per statement: those of a day in one department. */
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
    await addKeptDays(db, [first, last], await keptOf(db, departments), runs, totals, zone)
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

/**
 * Adds the kept figures of the days outside of `runs`: those of whole months at once, where they are kept and nothing has
 * changed, so that many departments and years take few rows.
 */
async function addKeptDays(
  db: Db,
  range: Days,
  { added, takenOff }: Kept,
  runs: readonly Days[],
  totals: Totals,
  zone: Zone,
): Promise<void> {
  const departments = [...added, ...takenOff]
  if (departments.length === 0) return
  const signs = new Map([
    ...added.map((id): [number, number] => [id, 1]),
    ...takenOff.map((id): [number, number] => [id, -1]),
  ])
  const isIn = (day: number) => runs.some(([start, end]) => start <= day && day <= end)
  const atOnce = Math.max(1, Math.floor(keptAtOnce / departments.length))
  const found = (await keptDays(db, range)).filter(({ day }) => !isIn(day))
  const done = new Set<number>()
  // Without its changed days, a month has another fingerprint than the kept one.
  const months = wholeMonths(monthsOf(found), range, zone)
  for (let start = 0; start < months.length; start += atOnce)
    for (const month of await addMonths(db, months.slice(start, start + atOnce), signs, totals, zone))
      done.add(month)
  const left = found.flatMap(({ day }) => (done.has(monthOf(day)) ? [] : [day]))
  const isLeft = new Set(left)
  // All departments of a day are read by one statement. Otherwise, the figures of one could change before those of another
  // are read.
  for (const [from, to] of spansOf(left, atOnce)) {
    const rows = await db
      .selectFrom('os_statistic')
      .select(['day', 'department_id', 'figures'])
      .where('department_id', 'in', departments)
      .where(sql<boolean>`day between ${from} and ${to}`)
      .execute()
    for (const { day, department_id, figures } of rows)
      if (isLeft.has(Number(day)))
        addKept(figures, totals, zone, Number(day), signs.get(Number(department_id)) ?? 1)
  }
}

/** Returns spans that cover these days and few others. Each has at most `most` of these days. */
function spansOf(days: readonly number[], most: number): Days[] {
  return runsOf(days, mostRuns).flatMap(([start, end]) => {
    const ofRun = days.filter((day) => start <= day && day <= end)
    const spans: Days[] = []
    for (let place = 0; place < ofRun.length; place += most)
      spans.push([ofRun[place] ?? start, ofRun[Math.min(place + most, ofRun.length) - 1] ?? end])
    return spans
  })
}
