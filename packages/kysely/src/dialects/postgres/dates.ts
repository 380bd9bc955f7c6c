import { type RawBuilder, sql } from 'kysely'
import type { DateExpressions } from '../dialect.js'

const digits = (column: string) => sql`lpad(${sql.ref(column)}::bigint::text, 12, '0')`

/** What is no date makes the database's own functions fail: it is sorted out before. */
const ifDate = (column: string, expression: RawBuilder<unknown>) =>
  sql<
    number | null
  >`case when ${digits(column)} ~ '^[0-9]{4}(0[1-9]|1[0-2])(0[1-9]|1[0-9]|2[0-8])([01][0-9]|2[0-3])[0-5][0-9]$'
    or os_is_moment(${digits(column)}) then ${expression} end`

const moment = (column: string) => sql`to_timestamp(${digits(column)}, 'YYYYMMDDHH24MI')`

export const postgresDates: DateExpressions = {
  seconds: (column) => ifDate(column, sql`extract(epoch from ${moment(column)})`),
  hour: (column) => sql`(${sql.ref(column)}::bigint / 100) % 100`,
  weekday: (column) => ifDate(column, sql`extract(isodow from ${moment(column)}) - 1`),
}
