import type { Statistics } from '@opensupports/core'

/** Sums over tickets. Names of averages have a sum and the number of tickets that it covers. */
export const figureNames = [
  'created',
  'closed',
  'reopened',
  'instant',
  'reply_sum',
  'reply_count',
  'first_sum',
  'first_count',
  'last_sum',
  'last_count',
  'departments_sum',
  'departments_count',
  'owners_sum',
  'owners_count',
] as const

export type FigureName = (typeof figureNames)[number]
export type Figures = Record<FigureName, number>

/** Columns of counts and sums. Null if there are no rows; some drivers return strings. */
export type Row<Name extends string> = Partial<Readonly<Record<Name, number | string | null>>>

/** Figures, and the number of tickets by hour and by weekday. */
export interface Totals {
  readonly figures: Figures
  readonly byHour: number[]
  readonly byWeekday: number[]
}

export const noFigures = (): Figures => ({
  created: 0,
  closed: 0,
  reopened: 0,
  instant: 0,
  reply_sum: 0,
  reply_count: 0,
  first_sum: 0,
  first_count: 0,
  last_sum: 0,
  last_count: 0,
  departments_sum: 0,
  departments_count: 0,
  owners_sum: 0,
  owners_count: 0,
})

export const noTotals = (): Totals => ({
  figures: noFigures(),
  byHour: new Array<number>(24).fill(0),
  byWeekday: new Array<number>(7).fill(0),
})

export function addFigures(figures: Figures, row: Row<FigureName>): void {
  for (const name of figureNames) figures[name] += Number(row[name] ?? 0)
}

/** Adds to the count at an index. Skips invalid dates of 4.11 rows, which have no valid index. */
export function addAt(counts: number[], place: number | string | null | undefined, more: number): void {
  const before = place === null || place === undefined ? undefined : counts[Number(place)]
  if (before !== undefined) counts[Number(place)] = before + more
}

/**
 * Adds tickets to the counts by hour and weekday of a time zone.
 *
 * @param quarter the quarter of an hour in UTC, as `DateExpressions.quarter` numbers them
 * @param weekday in UTC
 * @param ahead the minutes by which the zone is ahead of UTC
 */
export function addLocal(
  { byHour, byWeekday }: Totals,
  quarter: number | string | null | undefined,
  weekday: number | string | null | undefined,
  ahead: number,
  tickets: number,
): void {
  // Invalid dates of 4.11 rows have no valid hour.
  const isNone = quarter === null || quarter === undefined || Number(quarter) >= 240
  const minutes = isNone ? 0 : Math.floor(Number(quarter) / 10) * 60 + (Number(quarter) % 10) * 15 + ahead
  const days = Math.floor(minutes / 1440)
  if (!isNone) addAt(byHour, Math.floor((minutes - days * 1440) / 60), tickets)
  if (weekday === null || weekday === undefined) return
  addAt(byWeekday, (((Number(weekday) + days) % 7) + 7) % 7, tickets)
}

/** What is kept of a period: figures by `figureNames`, tickets by weekday, and pairs of a time and its tickets. */
export type Sums = readonly [
  figures: readonly number[],
  byWeekday: readonly number[],
  times: readonly number[],
  ...others: readonly unknown[],
]

/** How to read the times of a period. */
interface Times {
  /** Returns the quarter of an hour in UTC, and the weekday where it is known. */
  timeOf(time: number): { readonly weekday: number | undefined; readonly quarter: number }
  /** Returns the minutes by which the zone is ahead of UTC at a quarter of an hour; undefined for UTC itself. */
  readonly aheadOf: ((quarter: number) => number) | undefined
}

/**
 * Adds the sums of a period, or takes them off.
 *
 * @param sign 1 or -1
 */
export function addSums(
  [values, weekdays, times]: Sums,
  totals: Totals,
  sign: number,
  { timeOf, aheadOf }: Times,
): void {
  const { figures, byHour, byWeekday } = totals
  for (let place = 0; place < figureNames.length; place++) {
    const name = figureNames[place]
    if (name) figures[name] += sign * (values[place] ?? 0)
  }
  if (!aheadOf) for (let place = 0; place < 7; place++) addAt(byWeekday, place, sign * (weekdays[place] ?? 0))
  for (let place = 0; place + 1 < times.length; place += 2) {
    const { weekday, quarter } = timeOf(times[place] ?? 0)
    const tickets = sign * (times[place + 1] ?? 0)
    if (aheadOf) addLocal(totals, quarter, weekday, aheadOf(quarter), tickets)
    else addAt(byHour, Math.floor(quarter / 10), tickets)
  }
}

/** Returns the average, or 0 without tickets. Divides here because databases round to different numbers of decimals. */
const average = (sum: number, count: number) => (count === 0 ? 0 : sum / count)

export const answerOf = ({ figures, byHour, byWeekday }: Totals): Statistics => ({
  created: figures.created,
  open: figures.created - figures.closed,
  closed: figures.closed,
  instant: figures.instant,
  reopened: figures.reopened,
  createdByHour: byHour,
  createdByWeekday: byWeekday,
  averageFirstReply: Math.trunc(average(figures.reply_sum, figures.reply_count)),
  averageFirstClosed: Math.trunc(average(figures.first_sum, figures.first_count)),
  averageLastClosed: Math.trunc(average(figures.last_sum, figures.last_count)),
  averageDepartmentHops: average(figures.departments_sum, figures.departments_count),
  averageStaffHops: average(figures.owners_sum, figures.owners_count),
})
