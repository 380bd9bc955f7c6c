import type Database from 'better-sqlite3'
import { sql } from 'kysely'
import type { Db } from '../../schema.js'
import { nextPlace } from '../counter.js'
import type { Dialect } from '../dialect.js'
import { Fault } from '../fault.js'
import { sqliteBackup } from './backup.js'
import { sqliteDates } from './dates.js'
import { sqliteDdl } from './ddl.js'
import { isBusy } from './patient-sqlite.js'
import { sqliteText } from './search.js'

export { openForReading, openForWriting, withStatementCache } from './connect.js'
export { PatientSqliteDialect, whenFree } from './patient-sqlite.js'
export { snapshotDialect } from './snapshots.js'
export { SplitSqliteDialect } from './split-sqlite.js'

/**
 * The dialect of SQLite. There is one writer at a time, so no row locks are needed.
 *
 * @param snapshots where snapshots are read; absent for a database with one connection
 */
export const sqliteDialect = (database: Database.Database, snapshots?: Db): Dialect => ({
  text: sqliteText,
  dates: sqliteDates,
  backup: sqliteBackup(database),
  ddl: sqliteDdl,
  nextPlace,
  tableNames: sql`select name from sqlite_schema where type = 'table'`,
  passingOver: sql``,
  nullsFirst: sql``,
  nullsLast: sql``,
  unindexed: (column) => sql`+${sql.ref(column)}`,
  faultOf: (error) => (error instanceof Fault ? error.code : isBusy(error) ? 'DATABASE_BUSY' : undefined),
  transaction: (db, work) => db.transaction().execute(work),
  ...(snapshots ? { snapshot: (work) => snapshots.transaction().execute(work) } : {}),
})
