import {
  type CompiledQuery,
  type DatabaseConnection,
  Kysely,
  type KyselyConfig,
  type QueryResult,
  type SqliteDatabase,
} from 'kysely'
import type { Db, Schema } from '../../schema.js'
import type { DirectStatements } from '../../statement.js'
import { Turns } from '../turns.js'
import { directRows } from './direct-statements.js'
import { oneConnectionDialect } from './one-connection-dialect.js'
import { PatientAdapter, whenFree } from './patient-sqlite.js'

const mostConnections = 4

/** Reads on one connection. */
class ReaderAdapter extends PatientAdapter implements DirectStatements {
  readonly #database: SqliteDatabase
  readonly #onQuery: SnapshotOptions['onQuery']

  constructor(database: SqliteDatabase, onQuery: SnapshotOptions['onQuery']) {
    super()
    this.#database = database
    this.#onQuery = onQuery
  }

  directRows(sql: string, parameters: readonly unknown[]): unknown[] | undefined {
    return directRows(this.#database, sql, parameters, this.#onQuery)
  }
}

class ReaderConnection implements DatabaseConnection {
  readonly #database: SqliteDatabase

  constructor(database: SqliteDatabase) {
    this.#database = database
  }

  async executeQuery<R>({ sql, parameters }: CompiledQuery): Promise<QueryResult<R>> {
    const statement = this.#database.prepare(sql)
    return { rows: await whenFree(async () => statement.all(parameters) as R[]) }
  }

  // biome-ignore lint/correctness/useYield: nothing streams from a snapshot.
  async *streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
    throw new Error('snapshots do not stream')
  }
}

/** A reading connection with a Kysely of its own. */
interface Reader extends OpenReader {
  readonly db: Db
}

/** A connection that only reads. */
export interface OpenReader {
  readonly database: SqliteDatabase
  /** Returns whether it is in a transaction. */
  readonly isOpen: () => boolean
}

/** How snapshots are read. */
export interface SnapshotOptions extends Pick<KyselyConfig, 'log'> {
  /** Opens a reading connection. */
  readonly open: () => OpenReader
  /** How many snapshots may wait for a connection; further ones get DATABASE_BUSY. */
  readonly mostWaiting: number
  /** Called with each statement that bypasses Kysely. */
  readonly onQuery?: ((sql: string) => void) | undefined
}

/**
 * Snapshots beside all writers, each on a reading connection of its own. Opens at most four, when they are needed. Begins
 * and ends them without Kysely, whose transactions take longer than a small read.
 */
export class Snapshots {
  readonly #options: SnapshotOptions
  readonly #all: Reader[] = []
  readonly #idle: Reader[] = []
  readonly #turns: Turns

  constructor(options: SnapshotOptions) {
    this.#options = options
    this.#turns = new Turns(options.mostWaiting, mostConnections)
  }

  /** Runs reads on one snapshot. Further ones wait in line. */
  async read<T>(work: (db: Db) => Promise<T>): Promise<T> {
    await this.#turns.take()
    try {
      const reader = this.#idle.pop() ?? this.#opened()
      const run = (sql: string) => {
        reader.database.prepare(sql).run([])
        this.#options.onQuery?.(sql)
      }
      // Takes no lock: the first read begins the snapshot.
      run('begin')
      try {
        return await work(reader.db)
      } finally {
        // After some errors, such as a full disk, SQLite has ended it itself.
        if (reader.isOpen()) run('commit')
        this.#idle.push(reader)
      }
    } finally {
      this.#turns.pass()
    }
  }

  async close(): Promise<void> {
    for (const { db, database } of this.#all) {
      await db.destroy()
      database.close()
    }
  }

  #opened(): Reader {
    const { open, onQuery, log } = this.#options
    const { database, isOpen } = open()
    const dialect = oneConnectionDialect(new ReaderConnection(database), new ReaderAdapter(database, onQuery))
    const db = new Kysely<Schema>({ dialect, ...(log ? { log } : {}) })
    const reader = { database, isOpen, db }
    this.#all.push(reader)
    return reader
  }
}
