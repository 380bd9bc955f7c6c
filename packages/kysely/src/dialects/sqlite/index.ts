import type Database from 'better-sqlite3'
import { sql } from 'kysely'
import { nextPlace } from '../counter.js'
import type { Dialect } from '../dialect.js'
import { Fault } from '../fault.js'
import { sqliteBackup } from './backup.js'
import { sqliteDates } from './dates.js'
import { sqliteDdl } from './ddl.js'
import { isBusy } from './patient-sqlite.js'
import { sqliteText } from './search.js'

export { PatientSqliteDialect } from './patient-sqlite.js'

/** The dialect of SQLite. There is one connection and one writer at a time, so no row locks are needed. */
export const sqliteDialect = (database: Database.Database): Dialect => ({
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
})
