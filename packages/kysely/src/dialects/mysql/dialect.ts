import { sql } from 'kysely'
import type { Db } from '../../schema.js'
import type { Dialect, RowLocks } from '../dialect.js'
import { Overtaken, retriedInTurn, withRetries } from '../retries.js'
import { mysqlBackup } from './backup.js'
import { nextPlaces } from './counter.js'
import { mysqlDates } from './dates.js'
import { mysqlDdl } from './ddl.js'
import { deadlock, faultOf, hasNumber, lockTimeout } from './faults.js'
import { gramWriter } from './grams/index.js'
import { mysqlHost } from './host.js'
import { mysqlText } from './search.js'

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
  inOneStatement: false,
}

/**
 * The dialect of MySQL 8 and later and MariaDB 10.6 and later, with InnoDB.
 *
 * @param db the connections that fill the index of texts in the background
 * @param isOurs whether nobody else uses the connections, so that they have the isolation level and the lock timeout that
 *   the limits ask for. Elsewhere, each transaction sets the level, and a lock wait timeout is retried like a deadlock
 * @param transaction runs a READ COMMITTED transaction. Default: with Kysely
 */
export function mysqlDialect(
  db: Db,
  isOurs: boolean,
  transaction: Dialect['transaction'] = (on, work) =>
    on.transaction().setIsolationLevel('read committed').execute(work),
): Dialect {
  const writer = gramWriter(db)
  const retriable = isOurs ? [deadlock] : [deadlock, lockTimeout]
  const isClash = (error: unknown) => hasNumber(error, retriable) || error instanceof Overtaken
  const retried = retriedInTurn(isClash)
  return {
    text: mysqlText(writer),
    dates: mysqlDates,
    backup: mysqlBackup,
    ddl: mysqlDdl,
    host: mysqlHost,
    nextPlaces: (db, count) => withRetries(isClash, () => nextPlaces(db, count)),
    mostPlaces: 32,
    upsertsReturn: false,
    insertsIntoSeveral: false,
    jsonOf: (column) => sql`json_arrayagg(${sql.ref(column)})`,
    settingsText: sql`concat(count(*), ' ', json_arrayagg(json_array(name, value)))`,
    settingsWithSession: true,
    tableNames: sql`select table_name as name from information_schema.tables where table_schema = database()`,
    passingOver: sql`for update skip locked`,
    nullsFirst: sql``,
    nullsLast: sql``,
    sortsAll: true,
    readsAsWritten: false,
    unindexed: (column) => sql`(${sql.ref(column)} + 0)`,
    rowLocks,
    isDuplicate: (error) => hasNumber(error, [1062]),
    faultOf,
    again: (statement) => withRetries(isClash, statement),
    transaction: (db, work) => retried(() => transaction(db, work)),
  }
}
