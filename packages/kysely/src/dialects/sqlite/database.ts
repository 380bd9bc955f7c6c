import { resolve } from 'node:path'
import { tables } from '@opensupports/core/schema'
import type Database from 'better-sqlite3'
import { Kysely, type KyselyConfig, type SqliteDatabase } from 'kysely'
import type { Database as AnyDatabase } from '../../database.js'
import { type Limits, limitsOf } from '../../limits.js'
import type { Db, Schema } from '../../schema.js'
import { Turns } from '../turns.js'
import { CallSnapshot } from './call-snapshot.js'
import { openForReading, openForWriting, withStatementCache } from './connect.js'
import { sqliteDialect } from './dialect.js'
import { dataVersion } from './direct-statements.js'
import type { SqliteOptions } from './options.js'
import { PatientSqliteDialect, whenFree } from './patient-sqlite.js'
import { Snapshots } from './snapshots.js'
import { SplitSqliteDialect } from './split-sqlite.js'
import { ReadThreads, readThreadProgram, threadDialect } from './threads/index.js'
import { Writer } from './writer.js'

/**
 * Opens a file, or a database in memory.
 *
 * @param program the program of threads that read
 */
export async function openSqlite(
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
  const connection = withStatementCache(database)
  const turns = new Turns(waiting)
  const db = new Kysely<Schema>({
    dialect: new PatientSqliteDialect({ database: connection }, turns),
    ...logOf(options),
  })
  return { db, dialect: sqliteDialect(database, writerOn(database, connection, turns, options)) }
}

function ofFile(
  database: Database.Database,
  options: SqliteOptions,
  { waiting }: Limits,
  program: URL | undefined,
): Opened {
  // The process may change its folder later.
  const file = resolve(database.name)
  const open = () => {
    const connection = openForReading(file)
    return { database: withStatementCache(connection), isOpen: () => connection.inTransaction }
  }
  const { onQuery } = options
  const here = new Snapshots({ open, mostWaiting: waiting, onQuery, ...logOf(options) })
  const threads = new ReadThreads(program, file, waiting)
  const elsewhere: Db = new Kysely<Schema>({
    dialect: threadDialect({ take: () => threads.lend(), giveBack: (thread) => threads.giveBack(thread) }),
    ...logOf(options),
  })
  const turns = new Turns(waiting)
  const { database: reader, isOpen } = open()
  const snapshot = new CallSnapshot(reader, isOpen)
  const connections = {
    database: withStatementCache(database),
    reader,
    snapshot,
    onQuery,
    closeReaders: async () => void (await Promise.all([here.close(), elsewhere.destroy(), threads.close()])),
  }
  const db = new Kysely<Schema>({
    dialect: new SplitSqliteDialect(connections, turns),
    ...logOf(options),
  })
  const writer = writerOn(database, connections.database, turns, options)
  const version = () => {
    // Inside a snapshot, the version would be that of the snapshot.
    snapshot.end()
    return dataVersion(reader, onQuery)
  }
  return { db, dialect: sqliteDialect(database, writer, { version, here, elsewhere, threads }) }
}

const writerOn = (
  database: Database.Database,
  connection: SqliteDatabase,
  turns: Turns,
  options: SqliteOptions,
): Writer =>
  new Writer({
    database: connection,
    isOpen: () => database.inTransaction,
    turns,
    onQuery: options.onQuery,
    ...logOf(options),
  })

const logOf = ({ onQuery }: SqliteOptions): Pick<KyselyConfig, 'log'> =>
  onQuery ? { log: (event) => onQuery(event.query.sql) } : {}
