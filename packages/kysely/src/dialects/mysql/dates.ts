import { sql } from 'kysely'
import { boundedDay, type DateExpressions } from '../dialect.js'

/** Converts YYYYMMDDHHmm to a datetime; null for an invalid date. */
const moment = (column: string) =>
  sql`str_to_date(lpad(cast(${sql.ref(column)} as unsigned), 12, '0'), '%Y%m%d%H%i')`

export const mysqlDates: DateExpressions = {
  seconds: (column) => sql`timestampdiff(second, '2000-01-01 00:00:00', ${moment(column)})`,
  hour: (column) => sql`floor(${sql.ref(column)} / 100) % 100`,
  quarter: (column) =>
    sql`floor(${sql.ref(column)} / 100) % 100 * 10 + floor(floor(${sql.ref(column)}) % 100 / 15)`,
  day: (column) => boundedDay(column, sql`floor(${sql.ref(column)} / 10000)`),
  weekday: (column) => sql`weekday(${moment(column)})`,
}
