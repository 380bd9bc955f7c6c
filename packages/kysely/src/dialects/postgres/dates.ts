import { sql } from 'kysely'
import { boundedDay, type DateExpressions } from '../dialect.js'

const number = (column: string) => sql`${sql.ref(column)}::bigint`

/** Returns the number of days since a Wednesday; null for an invalid date. */
const days = (column: string) => sql`os_days(${number(column)})`

export const postgresDates: DateExpressions = {
  seconds: (column) =>
    sql`(${days(column)} * 86400 + ${number(column)} / 100 % 100 * 3600 + ${number(column)} % 100 * 60)`,
  hour: (column) => sql`${number(column)} / 100 % 100`,
  quarter: (column) => sql`${number(column)} / 100 % 100 * 10 + ${number(column)} % 100 / 15`,
  day: (column) => boundedDay(column, sql`(${number(column)} / 10000)::int`),
  weekday: (column) => sql`(${days(column)} + 2) % 7`,
}
