import {
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type QueryResult,
  type SqliteDatabase,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely'
import { Turns } from '../turns.js'
import { PatientAdapter, whenFree } from './patient-sqlite.js'

const mostConnections = 4

class SnapshotConnection implements DatabaseConnection {
  readonly database: SqliteDatabase

  constructor(database: SqliteDatabase) {
    this.database = database
  }

  async executeQuery<R>({ sql, parameters }: CompiledQuery): Promise<QueryResult<R>> {
    const statement = this.database.prepare(sql)
    return whenFree(async () => {
      if (statement.reader) return { rows: statement.all(parameters) as R[] }
      statement.run(parameters)
      return { rows: [] }
    })
  }

  // biome-ignore lint/correctness/useYield: nothing streams from a snapshot.
  async *streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
    throw new Error('snapshots do not stream')
  }
}

/** Opens reading connections when they are needed, at most four. Further snapshots wait in line. */
class SnapshotDriver implements Driver {
  readonly #open: () => SqliteDatabase
  readonly #all: SqliteDatabase[] = []
  readonly #idle: SnapshotConnection[] = []
  readonly #turns: Turns

  constructor(open: () => SqliteDatabase, mostWaiting: number) {
    this.#open = open
    this.#turns = new Turns(mostWaiting, mostConnections)
  }

  async init(): Promise<void> {}

  async acquireConnection(): Promise<DatabaseConnection> {
    await this.#turns.take()
    const idle = this.#idle.pop()
    if (idle) return idle
    try {
      const database = this.#open()
      this.#all.push(database)
      return new SnapshotConnection(database)
    } catch (error) {
      this.#turns.pass()
      throw error
    }
  }

  async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('begin'))
  }

  async commitTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('commit'))
  }

  async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('rollback'))
  }

  async releaseConnection(connection: DatabaseConnection): Promise<void> {
    this.#idle.push(connection as SnapshotConnection)
    this.#turns.pass()
  }

  async destroy(): Promise<void> {
    for (const database of this.#all) database.close()
  }
}

/**
 * Returns a dialect whose transactions are snapshots, each on a reading connection of its own, beside all writers.
 *
 * @param open opens a reading connection
 * @param mostWaiting how many snapshots may wait for a connection; further ones get DATABASE_BUSY
 */
export const snapshotDialect = (open: () => SqliteDatabase, mostWaiting: number): Dialect => ({
  createAdapter: () => new PatientAdapter(),
  createDriver: () => new SnapshotDriver(open, mostWaiting),
  createIntrospector: (db) => new SqliteIntrospector(db),
  createQueryCompiler: () => new SqliteQueryCompiler(),
})
