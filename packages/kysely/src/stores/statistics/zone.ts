import { type ZonePeriod, zoneOffset } from '@opensupports/core'
import { type RawBuilder, sql } from 'kysely'
import { minuteOf } from '../../values.js'
import type { Span } from './days.js'

/** The periods of a time zone. */
export type Zone = readonly ZonePeriod[]

export const isUtc = (zone: Zone): boolean => zone.length === 1 && zone[0]?.offset === 0

const millisOfDay = (day: number) =>
  Date.UTC(Math.floor(day / 10_000), (Math.floor(day / 100) % 100) - 1, day % 100)

const isDate = (day: number) => new Date(millisOfDay(day)).getUTCDate() === day % 100 && day > 1_000_000

/** A day in UTC, for adding up its tickets in a zone. */
interface LocalDay {
  /** The weekday in UTC; undefined if it is not a date. */
  readonly weekday: number | undefined
  /** Returns the minutes by which the zone is ahead of UTC in a quarter of an hour, as `DateExpressions` numbers them. */
  ahead(quarter: number): number
}

const mondayFirst = (date: Date) => (date.getUTCDay() + 6) % 7

/** Returns the weekday of a day in UTC, 0 for Monday; undefined if it is not a date. */
export const weekdayOf = (day: number): number | undefined =>
  isDate(day) ? mondayFirst(new Date(millisOfDay(day))) : undefined

/** Returns the minutes by which the zone is ahead of UTC in a month YYYYMM of UTC; undefined if that changes within it. */
export function monthOffset(zone: Zone, month: number): number | undefined {
  const start = millisOfDay(month * 100 + 1)
  const end = Date.UTC(Math.floor(month / 100), month % 100)
  return zone.some(({ from }) => from > start && from < end) ? undefined : zoneOffset(zone, start)
}

export function localDay(zone: Zone, day: number): LocalDay {
  if (!isDate(day)) return { weekday: undefined, ahead: () => zone[0]?.offset ?? 0 }
  const start = millisOfDay(day)
  const weekday = mondayFirst(new Date(start))
  const millisOf = (quarter: number) => start + (Math.floor(quarter / 10) * 60 + (quarter % 10) * 15) * 60_000
  const first = zoneOffset(zone, start)
  const changes = zone.some(({ from }) => from > start && from < start + 86_400_000)
  return { weekday, ahead: changes ? (quarter) => zoneOffset(zone, millisOf(quarter)) : () => first }
}

/**
 * Returns an SQL expression for the minutes by which a zone is ahead of UTC at the moment in a column. Tries the newest
 * periods first, since most tickets are in them.
 */
export function offsetOf(column: string, zone: Zone, { from, to }: Span): RawBuilder<number> {
  const changes = zone
    .slice(1)
    .map((period, place) => ({
      minute: minuteOf(new Date(period.from)),
      offset: period.offset,
      before: zone[place]?.offset ?? 0,
    }))
    .filter(({ minute }) => (from === undefined || minute > from) && (to === undefined || minute <= to))
  const [oldest] = changes
  if (!oldest) return sql`${sql.lit(offsetAt(zone, from ?? to))}`
  const cases = changes
    .reverse()
    .map(({ minute, offset }) => sql`when ${sql.ref(column)} >= ${sql.lit(minute)} then ${sql.lit(offset)}`)
  return sql`case ${sql.join(cases, sql` `)} else ${sql.lit(oldest.before)} end`
}

/** Returns the offset at a moment YYYYMMDDHHmm; that of the last period without one. */
function offsetAt(zone: Zone, minute: number | undefined): number {
  if (minute === undefined) return zone.at(-1)?.offset ?? 0
  let offset = zone[0]?.offset ?? 0
  for (const period of zone.slice(1)) if (minuteOf(new Date(period.from)) <= minute) offset = period.offset
  return offset
}
