import { resolve } from 'node:path'
import type { Storage } from '@opensupports/core'
import { tables } from '@opensupports/core/schema'
import type Database from 'better-sqlite3'
import { Kysely, type KyselyConfig } from 'kysely'
import { type Database as AnyDatabase, type OpenOptions, openedStorage } from './database.js'
import {
  openForReading,
  openForWriting,
  PatientSqliteDialect,
  ReadThreads,
  readThreadProgram,
  SplitSqliteDialect,
  snapshotDialect,
  sqliteDialect,
  threadDialect,
  whenFree,
  withStatementCache,
} from './dialects/sqlite/index.js'
import { Turns } from './dialects/turns.js'
import { type Limits, limitsOf } from './limits.js'
import type { Db, Schema } from './schema.js'

/** Options for SQLite. */
export interface SqliteOptions extends OpenOptions {
  /**
   * When a commit counts as written. Default `full`: once it is on the disk, so that a power cut loses nothing that was
   * acknowledged. With `normal`, writes are faster, but a power cut or a crash of the operating system may lose the last
   * commits: those since SQLite last moved its log into the file, which it does about every 4 MB. The file stays intact,
   * and a crash of the process alone loses nothing.
   */
  readonly synchronous?: 'full' | 'normal'
}

/**
 * Opens a storage in a SQLite file. Creates the file if it is missing, readable by its owner only. `:memory:` keeps the
 * data in memory. Uses a write-ahead log, so readers do not wait for writers. Several processes may share the file.
 *
 * @throws DatabaseError with the path if the file cannot be opened
 * @example
 * const helpdesk = new OpenSupports({ storage: await sqlite('helpdesk.db') })
 */
export const sqlite = async (file: string, options: SqliteOptions = {}): Promise<Storage> =>
  openedStorage(await sqliteDatabase(file, options), options)

/** @param program the program of threads that read; for tests */
export async function sqliteDatabase(
  file: string,
  options: SqliteOptions = {},
  program: URL | undefined = readThreadProgram(),
): Promise<AnyDatabase> {
  const limits = limitsOf(options.limits)
  const database = openForWriting(file)
  try {
    // All connections wait asynchronously: SQLite's own timeout would block the event loop.
    const mode = await whenFree(async () => database.pragma('journal_mode = WAL', { simple: true }))
    database.pragma(`synchronous = ${options.synchronous === 'normal' ? 'NORMAL' : 'FULL'}`)
    database.pragma('foreign_keys = ON')
    const opened =
      mode === 'wal' ? ofFile(database, options, limits, program) : ofOneConnection(database, options, limits)
    return { ...opened, tables, limits }
  } catch (error) {
    database.close()
    throw error
  }
}

type Opened = Pick<AnyDatabase, 'db' | 'dialect'>

/** A database in memory exists for its own connection alone. */
function ofOneConnection(database: Database.Database, options: SqliteOptions, { waiting }: Limits): Opened {
  const db = new Kysely<Schema>({
    dialect: new PatientSqliteDialect({ database: withStatementCache(database) }, new Turns(waiting)),
    ...logOf(options),
  })
  return { db, dialect: sqliteDialect(database) }
}

function ofFile(
  database: Database.Database,
  options: SqliteOptions,
  { waiting }: Limits,
  program: URL | undefined,
): Opened {
  // The process may change its folder later.
  const file = resolve(database.name)
  const open = () => withStatementCache(openForReading(file))
  const here: Db = new Kysely<Schema>({ dialect: snapshotDialect(open, waiting), ...logOf(options) })
  const threads = new ReadThreads(program, file, waiting)
  const elsewhere: Db = new Kysely<Schema>({
    dialect: threadDialect({ take: () => threads.lend(), giveBack: (thread) => threads.giveBack(thread) }),
    ...logOf(options),
  })
  const connections = {
    database: withStatementCache(database),
    reader: open(),
    onQuery: options.onQuery,
    closeReaders: async () =>
      void (await Promise.all([here.destroy(), elsewhere.destroy(), threads.close()])),
  }
  const db = new Kysely<Schema>({
    dialect: new SplitSqliteDialect(connections, new Turns(waiting)),
    ...logOf(options),
  })
  return { db, dialect: sqliteDialect(database, { here, elsewhere, threads }) }
}

const logOf = ({ onQuery }: SqliteOptions): Pick<KyselyConfig, 'log'> =>
  onQuery ? { log: (event) => onQuery(event.query.sql) } : {}
