import { type RawBuilder, sql } from 'kysely'
import { boundedDay, type DateExpressions } from '../dialect.js'

/** Converts YYYYMMDDHHmm to `YYYY-MM-DD HH:mm`, which SQLite's date functions accept. */
function isoText(column: string): RawBuilder<string> {
  const digits = sql`printf('%012d', ${sql.ref(column)})`
  const part = (from: number, length: number) => sql`substr(${digits}, ${sql.lit(from)}, ${sql.lit(length)})`
  return sql`${part(1, 4)} || '-' || ${part(5, 2)} || '-' || ${part(7, 2)} || ' ' || ${part(9, 2)} || ':' || ${part(11, 2)}`
}

export const sqliteDates: DateExpressions = {
  seconds: (column) => sql`cast(strftime('%s', ${isoText(column)}) as integer)`,
  hour: (column) => sql`cast(${sql.ref(column)} / 100 as integer) % 100`,
  quarter: (column) =>
    sql`cast(${sql.ref(column)} / 100 as integer) % 100 * 10 + cast(${sql.ref(column)} as integer) % 100 / 15`,
  day: (column) => boundedDay(column, sql`cast(${sql.ref(column)} / 10000 as integer)`),
  weekday: (column) => sql`(cast(strftime('%w', ${isoText(column)}) as integer) + 6) % 7`,
}
