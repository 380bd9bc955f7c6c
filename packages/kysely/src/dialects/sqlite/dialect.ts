import type Database from 'better-sqlite3'
import { sql } from 'kysely'
import type { Db } from '../../schema.js'
import { nextPlaces } from '../counter.js'
import { type Dialect, TooMuch } from '../dialect.js'
import { Fault } from '../fault.js'
import { sqliteBackup } from './backup.js'
import { sqliteDates } from './dates.js'
import { sqliteDdl } from './ddl.js'
import { sqliteHost } from './host.js'
import { isBusy } from './patient-sqlite.js'
import { sqliteText } from './search.js'
import type { Snapshots } from './snapshots.js'
import type { ReadThreads } from './threads/index.js'
import type { Writer } from './writer.js'

/** What reads a file beside its writers. */
export interface Readers {
  /** Returns the version of what is committed: see `Storage.version`. */
  readonly version: () => number | undefined
  /** Reads snapshots on this thread. */
  readonly here: Snapshots
  /** Reads snapshots on `threads`, one each. */
  readonly elsewhere: Db
  readonly threads: ReadThreads
}

/**
 * The dialect of SQLite. There is one writer at a time, so no row locks are needed.
 *
 * @param readers absent for a database with one connection
 */
export const sqliteDialect = (database: Database.Database, writer: Writer, readers?: Readers): Dialect => ({
  text: sqliteText,
  dates: sqliteDates,
  backup: sqliteBackup(database, readers?.threads),
  ddl: sqliteDdl,
  host: sqliteHost(database, writer),
  nextPlaces,
  mostPlaces: 32,
  upsertsReturn: false,
  insertsIntoSeveral: false,
  jsonOf: (column) => sql`json_group_array(${sql.ref(column)})`,
  // JSON cannot hold the bytes of a blob.
  settingsText: sql`count(*) || ' ' || json_group_array(json_array(name, cast(value as text)))`,
  settingsWithSession: false,
  tableNames: sql`select name from sqlite_schema where type = 'table'`,
  passingOver: sql``,
  nullsFirst: sql``,
  nullsLast: sql``,
  blocksEventLoop: true,
  sortsAll: false,
  readsAsWritten: true,
  // SQLite does not merge a subquery that has a limit into the outer query, so it begins with this index.
  ticketsWith: (condition) => sql`(select * from ticket t where ${condition} limit -1) t`,
  unindexed: (column) => sql`+${sql.ref(column)}`,
  faultOf: (error) => (error instanceof Fault ? error.code : isBusy(error) ? 'DATABASE_BUSY' : undefined),
  transaction: (_, work) => writer.transaction(work),
  ...(readers ? { snapshot: snapshotOf(readers), version: readers.version } : {}),
})

/** A small read takes less time than a message to a thread. */
const snapshotOf =
  ({ here, elsewhere, threads }: Readers): NonNullable<Dialect['snapshot']> =>
  async (read, effort) => {
    if (effort !== 'much') {
      try {
        return await here.read((db) => read(db, effort === 'unknown'))
      } catch (error) {
        if (!(error instanceof TooMuch)) throw error
      }
    }
    const unbounded = (db: Db) => read(db, false)
    if (await threads.canStart()) return elsewhere.transaction().execute(unbounded)
    return here.read(unbounded)
  }
