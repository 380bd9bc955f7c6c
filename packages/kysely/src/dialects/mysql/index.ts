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

/** Deadlocks and waits for locks that took too long: safe to retry. */
const isClash = (error: unknown) => hasNumber(error, [1205, 1213]) || error instanceof Overtaken

const retried = retriedInTurn(isClash)

/**
 * MySQL and MariaDB both know `lock in share mode`. Foreign keys are checked with such a lock: who inserts a row and
 * then changes the one that it points to would have to raise it, and two of them would block each other.
 */
const rowLocks: RowLocks = {
  share: sql`lock in share mode`,
  update: sql`for update`,
  removal: sql`for update`,
  reference: sql`for update`,
}

/** MySQL from 8 on and MariaDB from 10.6 on, with InnoDB. */
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
