import { sql } from 'kysely'
import type { Dialect, RowLocks } from '../dialect.js'
import { Overtaken, retriedInTurn, withRetries } from '../retries.js'
import { mysqlBackup } from './backup.js'
import { nextPlace } from './counter.js'
import { mysqlDates } from './dates.js'
import { mysqlDdl } from './ddl.js'
import { mysqlText } from './search.js'

export { MysqlLikeOthers } from './statements.js'

const hasNumber = (error: unknown, numbers: readonly number[]) =>
  typeof error === 'object' && error !== null && 'errno' in error && numbers.includes(Number(error.errno))

/** Deadlocks and lock wait timeouts: safe to retry. */
const isClash = (error: unknown) => hasNumber(error, [1205, 1213]) || error instanceof Overtaken

const retried = retriedInTurn(isClash)

/**
 * Uses `lock in share mode`, which both MySQL and MariaDB support. Foreign key checks take this lock too. Two
 * transactions that insert a child row and then update its parent would both have to upgrade it, and deadlock; so
 * `reference` takes the exclusive lock.
 */
const rowLocks: RowLocks = {
  share: sql`lock in share mode`,
  update: sql`for update`,
  removal: sql`for update`,
  reference: sql`for update`,
}

/** The dialect of MySQL 8 and later and MariaDB 10.6 and later, with InnoDB. */
export const mysqlDialect: Dialect = {
  text: mysqlText,
  dates: mysqlDates,
  backup: mysqlBackup,
  ddl: mysqlDdl,
  nextPlace: (db) => withRetries(isClash, () => nextPlace(db)),
  tableNames: sql`select table_name as name from information_schema.tables where table_schema = database()`,
  passingOver: sql`for update skip locked`,
  nullsFirst: sql``,
  nullsLast: sql``,
  unindexed: (column) => sql.ref(column),
  rowLocks,
  isDuplicate: (error) => hasNumber(error, [1062]),
  again: (statement) => withRetries(isClash, statement),
  transaction: (db, work) =>
    retried(() => db.transaction().setIsolationLevel('read committed').execute(work)),
}
