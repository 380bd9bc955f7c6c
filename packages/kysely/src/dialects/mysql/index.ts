import { sql } from 'kysely'
import type { Dialect } from '../dialect.js'
import { retriedInTurn, withRetries } from '../retries.js'
import { mysqlBackup } from './backup.js'
import { nextPlace } from './counter.js'
import { mysqlDates } from './dates.js'
import { mysqlText } from './search.js'

export { mysqlMigrations } from './migrations.js'
export { MysqlLikeOthers } from './statements.js'

/** Deadlocks and waits for locks that took too long: who begins again will come through. */
const isClash = (error: unknown) =>
  typeof error === 'object' &&
  error !== null &&
  'errno' in error &&
  [1205, 1213, 1020].includes(Number(error.errno))

const retried = retriedInTurn(isClash)

/** MySQL from 8 on and MariaDB from 10.6 on, with InnoDB. */
export const mysqlDialect: Dialect = {
  ...{ text: mysqlText, dates: mysqlDates, backup: mysqlBackup },
  nextPlace: (db) => withRetries(isClash, () => nextPlace(db)),
  tableNames: sql`select table_name as name from information_schema.tables where table_schema = database()`,
  uniqueIndexNames: sql`select distinct index_name as name from information_schema.statistics
    where table_schema = database() and non_unique = 0`,
  passingOver: sql`for update skip locked`,
  again: (statement) => withRetries(isClash, statement),
  transaction: (db, work) => retried(() => db.transaction().setIsolationLevel('serializable').execute(work)),
}
