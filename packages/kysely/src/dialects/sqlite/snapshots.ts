import {
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  Kysely,
  type KyselyConfig,
  type QueryResult,
  type SqliteDatabase,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely'
import type { Db, Schema } from '../../schema.js'
import type { DirectStatements } from '../../statement.js'
import { Turns } from '../turns.js'
import { directRows } from './direct-statements.js'
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

  directChange(): undefined {}
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

/** Begins and ends snapshots without Kysely, whose transactions take longer than a small read. */
const readerDialect = (database: SqliteDatabase, onQuery: SnapshotOptions['onQuery']): Dialect => {
  const connection = new ReaderConnection(database)
  const driver: Driver = {
    init: async () => {},
    acquireConnection: async () => connection,
    beginTransaction: async () => {},
    commitTransaction: async () => {},
    rollbackTransaction: async () => {},
    releaseConnection: async () => {},
    destroy: async () => {},
  }
  return {
    createAdapter: () => new ReaderAdapter(database, onQuery),
    createDriver: () => driver,
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  }
}

/** A reading connection with a Kysely of its own. */
interface Reader {
  readonly database: SqliteDatabase
  readonly db: Db
}

/** How snapshots are read. */
export interface SnapshotOptions extends Pick<KyselyConfig, 'log'> {
  /** Opens a reading connection. */
  readonly open: () => SqliteDatabase
  /** How many snapshots may wait for a connection; further ones get DATABASE_BUSY. */
  readonly mostWaiting: number
  /** Called with each statement that bypasses Kysely. */
  readonly onQuery?: ((sql: string) => void) | undefined
}

/** Snapshots beside all writers, each on a reading connection of its own. Opens at most four, when they are needed. */
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
        run('commit')
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
    const database = open()
    const db = new Kysely<Schema>({ dialect: readerDialect(database, onQuery), ...(log ? { log } : {}) })
    const reader = { database, db }
    this.#all.push(reader)
    return reader
  }
}
