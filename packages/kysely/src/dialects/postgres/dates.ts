import { sql } from 'kysely'
import type { DateExpressions } from '../dialect.js'

const number = (column: string) => sql`${sql.ref(column)}::bigint`

/** Returns the number of days since a Wednesday; null for an invalid date. */
const days = (column: string) => sql`os_days(${number(column)})`

export const postgresDates: DateExpressions = {
  seconds: (column) =>
    sql`(${days(column)} * 86400 + ${number(column)} / 100 % 100 * 3600 + ${number(column)} % 100 * 60)`,
  hour: (column) => sql`${number(column)} / 100 % 100`,
  weekday: (column) => sql`(${days(column)} + 2) % 7`,
}
