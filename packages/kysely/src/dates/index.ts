import { type RawBuilder, sql } from 'kysely'

/** What a database makes of columns with moments, which are numbers YYYYMMDDHHmm in UTC. Each kind has its own words. */
export interface DateExpressions {
  /** Seconds from a moment that is the same for all; null for what is no date. */
  seconds(column: string): RawBuilder<number | null>
  /** 0 to 23. */
  hour(column: string): RawBuilder<number>
  /** 0 to 6, from Monday on; null for what is no date. */
  weekday(column: string): RawBuilder<number | null>
}

/** As the date functions of SQLite read it: `YYYY-MM-DD HH:mm`. */
function isoText(column: string): RawBuilder<string> {
  const digits = sql`printf('%012d', ${sql.ref(column)})`
  const part = (from: number, length: number) => sql`substr(${digits}, ${sql.lit(from)}, ${sql.lit(length)})`
  return sql`${part(1, 4)} || '-' || ${part(5, 2)} || '-' || ${part(7, 2)} || ' ' || ${part(9, 2)} || ':' || ${part(11, 2)}`
}

export const sqliteDates: DateExpressions = {
  seconds: (column) => sql`cast(strftime('%s', ${isoText(column)}) as integer)`,
  hour: (column) => sql`cast(${sql.ref(column)} / 100 as integer) % 100`,
  weekday: (column) => sql`(cast(strftime('%w', ${isoText(column)}) as integer) + 6) % 7`,
}
