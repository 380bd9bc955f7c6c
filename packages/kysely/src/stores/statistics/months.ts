import { createHash } from 'node:crypto'
import { type Dialect, lastDay } from '../../dialects/dialect.js'
import type { Db } from '../../schema.js'
import { insertRows } from '../insert-rows.js'
import { inTransaction, onSnapshot } from '../own-transaction.js'
import type { Days } from './days.js'
import { addAt, addSums, figureNames, type Totals } from './figures.js'
import { type Kept as KeptDay, parsedDay } from './kept.js'
import { allDepartments } from './recount.js'
import { isUtc, monthOffset, weekdayOf, type Zone } from './zone.js'

/** Months are kept in the same table as days. This is added to their numbers, so that they differ from those of days. */
const monthsFrom = 100_000_000

/** Returns the month YYYYMM of a day. */
export const monthOf = (day: number): number => Math.floor(day / 100)

/** A day of all departments. Its row gets a new id whenever the figures of the day are kept again. */
interface KeptRow {
  readonly day: number
  readonly id: number
}

/** A month with a fingerprint of the rows of its days. What is kept for the month is valid as long as that is the same. */
export interface Month {
  readonly month: number
  readonly days: readonly number[]
  readonly fingerprint: string
}

/**
 * The JSON of a month: figures by `figureNames`, tickets by weekday, pairs of a time of the week and its tickets, and the
 * fingerprint of the days. A time is the weekday, times 1,000, plus the quarter of an hour.
 */
type KeptMonth = readonly [
  figures: readonly number[],
  byWeekday: readonly number[],
  places: readonly number[],
  fingerprint: string,
]

/** Returns the days that have kept figures, in ascending order. */
export async function keptDays(db: Db, [first, last]: Days): Promise<KeptRow[]> {
  const rows = await db
    .selectFrom('os_statistic')
    .select(['day', 'id'])
    .where('department_id', '=', allDepartments)
    .where('day', '>=', first)
    .where('day', '<=', last)
    .orderBy('day')
    .execute()
  return rows.map(({ day, id }) => ({ day: Number(day), id: Number(id) }))
}

/** Returns the months of days that are dates. */
export function monthsOf(rows: readonly KeptRow[]): Month[] {
  const byMonth = new Map<number, KeptRow[]>()
  for (const row of rows) {
    const month = byMonth.get(monthOf(row.day))
    if (month) month.push(row)
    else byMonth.set(monthOf(row.day), [row])
  }
  return [...byMonth].flatMap(([month, ofMonth]) => {
    const days = ofMonth.map(({ day }) => day)
    if (days.some((day) => weekdayOf(day) === undefined)) return []
    const hash = createHash('sha256').update(ofMonth.map(({ id }) => id).join())
    return [{ month, days, fingerprint: hash.digest('base64url').slice(0, 22) }]
  })
}

/** Returns the months that lie in a range and during which a zone does not change its difference from UTC. */
export const wholeMonths = (months: readonly Month[], [first, last]: Days, zone: Zone): Month[] =>
  months.filter(
    ({ month }) =>
      first <= month * 100 + 1 && last >= lastDayOf(month) && monthOffset(zone, month) !== undefined,
  )

/** Returns the last day of a month, as YYYYMMDD. */
const lastDayOf = (month: number): number =>
  month * 100 + new Date(Date.UTC(Math.floor(month / 100), month % 100, 0)).getUTCDate()

/**
 * Adds the kept figures of months, or takes them off.
 *
 * @param signs 1 or -1 by department
 * @returns the months that are kept
 */
export async function addMonths(
  db: Db,
  months: readonly Month[],
  signs: ReadonlyMap<number, number>,
  totals: Totals,
  zone: Zone,
): Promise<Set<number>> {
  const byMonth = new Map(months.map((month) => [month.month, month]))
  const first = months[0]?.month ?? 0
  const rows = await db
    .selectFrom('os_statistic')
    .select(['day', 'department_id', 'figures'])
    .where('department_id', 'in', [...new Set([allDepartments, ...signs.keys()])])
    .where('day', '>=', monthsFrom + first)
    .where('day', '<=', monthsFrom + (months.at(-1)?.month ?? 0))
    .execute()
  const parsed = rows.flatMap(({ day, department_id, figures }) => {
    const month = byMonth.get(Number(day) - monthsFrom)
    const kept = JSON.parse(figures) as KeptMonth
    return month?.fingerprint === kept[3]
      ? [{ month: month.month, department: Number(department_id), kept }]
      : []
  })
  const whole = new Set(
    parsed.flatMap(({ month, department }) => (department === allDepartments ? [month] : [])),
  )
  for (const { month, department, kept } of parsed) {
    const sign = signs.get(department)
    if (sign !== undefined && whole.has(month)) addMonth(kept, totals, zone, month, sign)
  }
  return whole
}

function addMonth(kept: KeptMonth, totals: Totals, zone: Zone, month: number, sign: number): void {
  const ahead = isUtc(zone) ? undefined : monthOffset(zone, month)
  const timeOf = (place: number) => ({ weekday: Math.floor(place / 1000), quarter: place % 1000 })
  addSums(kept, totals, sign, { timeOf, aheadOf: ahead === undefined ? undefined : () => ahead })
}

/** Sums up the days of a month in one department. */
class Sum {
  readonly #figures = new Array<number>(figureNames.length).fill(0)
  readonly #byWeekday = new Array<number>(7).fill(0)
  readonly #places = new Map<number, number>()

  add([values, weekdays, quarters]: KeptDay, weekday: number): void {
    const { length } = figureNames
    for (let place = 0; place < length; place++) addAt(this.#figures, place, values[place] ?? 0)
    for (let place = 0; place < 7; place++) addAt(this.#byWeekday, place, weekdays[place] ?? 0)
    for (let index = 0; index + 1 < quarters.length; index += 2) {
      const place = weekday * 1000 + (quarters[index] ?? 0)
      this.#places.set(place, (this.#places.get(place) ?? 0) + (quarters[index + 1] ?? 0))
    }
  }

  text(fingerprint: string): string {
    const places = [...this.#places].sort(([one], [other]) => one - other).flat()
    return JSON.stringify([this.#figures, this.#byWeekday, places, fingerprint] satisfies KeptMonth)
  }
}

interface MonthTexts {
  readonly month: number
  /** The figures by department. */
  readonly texts: ReadonlyMap<number, string>
}

/**
 * Returns the next month to keep, with its figures, or a month to remove, without any; undefined if nothing is to do. Leaves
 * out the newest month, whose days change most.
 */
async function nextMonth(db: Db): Promise<MonthTexts | undefined> {
  const months = monthsOf(await keptDays(db, [0, lastDay]))
  const rows = await db
    .selectFrom('os_statistic')
    .select(['day', 'figures'])
    .where('department_id', '=', allDepartments)
    .where('day', '>=', monthsFrom)
    .execute()
  const fingerprints = new Map(
    rows.map(({ day, figures }) => [Number(day) - monthsFrom, (JSON.parse(figures) as KeptMonth)[3]]),
  )
  const known = new Set(months.map(({ month }) => month))
  const gone = [...fingerprints.keys()].find((month) => !known.has(month))
  if (gone !== undefined) return { month: gone, texts: new Map() }
  const due = months
    .slice(0, -1)
    .findLast(({ month, fingerprint }) => fingerprints.get(month) !== fingerprint)
  if (!due) return undefined
  const { month } = due
  const days = await db
    .selectFrom('os_statistic')
    .select(['id', 'day', 'department_id', 'figures'])
    .where('day', '>=', month * 100)
    .where('day', '<=', month * 100 + 99)
    .orderBy('day')
    .execute()
  const ofAll = days.filter(({ department_id }) => Number(department_id) === allDepartments)
  // The days may have been kept again since their ids were read.
  const [now] = monthsOf(ofAll.map(({ day, id }) => ({ day: Number(day), id: Number(id) })))
  const sums = new Map<number, Sum>()
  for (const { day, department_id, figures } of days) {
    const sum = sums.get(Number(department_id)) ?? new Sum()
    sums.set(Number(department_id), sum)
    sum.add(parsedDay(figures), weekdayOf(Number(day)) ?? 0)
  }
  return { month, texts: new Map([...sums].map(([id, sum]) => [id, sum.text(now?.fingerprint ?? '')])) }
}

/**
 * Keeps the sums of a month whose days have changed, so that statistics of many departments and years read few rows.
 *
 * @returns whether there was one
 */
export async function keepMonth(
  db: Db,
  dialect: Pick<Dialect, 'transaction' | 'snapshot'>,
): Promise<boolean> {
  const next = await onSnapshot(db, dialect, nextMonth)
  if (!next) return false
  const { month, texts } = next
  const day = monthsFrom + month
  await inTransaction(db, dialect, async (tx) => {
    await tx.deleteFrom('os_statistic').where('day', '=', day).execute()
    await insertRows(
      [...texts].map(([department_id, figures]) => ({ day, department_id, figures })),
      (rows) =>
        tx
          .insertInto('os_statistic')
          .values(rows)
          // Another process may keep the same month. Each row has its own fingerprint.
          .onConflict((clash) =>
            clash
              .columns(['department_id', 'day'])
              .doUpdateSet((row) => ({ figures: row.ref('excluded.figures') })),
          )
          .execute(),
    )
  })
  return true
}
