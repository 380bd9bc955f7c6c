import { sql } from 'kysely'
import { lastDay } from '../../dialects/dialect.js'
import type { Condition } from '../ticket-conditions.js'

/** Moments YYYYMMDDHHmm, both included. Without an end, all before or after, and without a start, null too. */
export interface Span {
  readonly from?: number | undefined
  readonly to?: number | undefined
}

export const dayOf = (minute: number): number => Math.floor(minute / 10_000)

/** Returns the span from the start of a day to the end of another. */
export const spanOfDays = (first: number, last: number): Span => ({
  from: first <= 0 ? undefined : first * 10_000,
  to: last >= lastDay ? undefined : last * 10_000 + 9999,
})

/** Returns the condition that a ticket `t` was created in the span. */
export function within({ from, to }: Span): Condition {
  if (from !== undefined && to !== undefined) return sql`t.date between ${from} and ${to}`
  if (from !== undefined) return sql`t.date >= ${from}`
  return to === undefined ? sql`1 = 1` : sql`(t.date <= ${to} or t.date is null)`
}

/** The whole days of a span, and the parts of days at its ends. */
export interface Parts {
  readonly first: number
  readonly last: number
  readonly ends: readonly Span[]
}

/** Divides a span. `first` is after `last` if it covers no whole day; then its one end covers all. */
export function partsOf(span: Span): Parts {
  const { from, to } = span
  const first = from === undefined ? 0 : dayOf(from) + (from % 10_000 === 0 ? 0 : 1)
  const last = to === undefined ? lastDay : dayOf(to) - (to % 10_000 >= 2359 ? 0 : 1)
  if (first > last) return { first, last, ends: [span] }
  const ends: Span[] = []
  if (from !== undefined && from < first * 10_000) ends.push({ from, to: first * 10_000 - 1 })
  if (to !== undefined && to >= (last + 1) * 10_000) ends.push({ from: (last + 1) * 10_000, to })
  return { first, last, ends }
}

/** A first and a last day. */
export type Days = readonly [first: number, last: number]

/** Joins ascending days to at most `most` runs, over the smallest gaps between them. */
export function runsOf(days: readonly number[], most: number): Days[] {
  const gaps = days.slice(1).map((day, place) => day - (days[place] ?? day))
  const widest = [...gaps].sort((one, other) => other - one)[most - 1] ?? 1
  const runs: [number, number][] = []
  for (const [place, day] of days.entries()) {
    const run = runs.at(-1)
    if (run && (gaps[place - 1] ?? 0) <= widest) run[1] = day
    else runs.push([day, day])
  }
  return runs
}
