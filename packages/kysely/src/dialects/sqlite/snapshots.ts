import {
  CompiledQuery,
  type DatabaseConnection,
  type Driver,
  type QueryResult,
  type SqliteDatabase,
} from 'kysely'
import { PatientSqliteDialect, whenFree } from './patient-sqlite.js'

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
  readonly #waiting: ((connection: SnapshotConnection) => void)[] = []

  constructor(open: () => SqliteDatabase) {
    this.#open = open
  }

  async init(): Promise<void> {}

  async acquireConnection(): Promise<DatabaseConnection> {
    const idle = this.#idle.pop()
    if (idle) return idle
    if (this.#all.length >= mostConnections) return new Promise((resolve) => this.#waiting.push(resolve))
    const database = this.#open()
    this.#all.push(database)
    return new SnapshotConnection(database)
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
    const free = connection as SnapshotConnection
    const next = this.#waiting.shift()
    if (next) next(free)
    else this.#idle.push(free)
  }

  async destroy(): Promise<void> {
    for (const database of this.#all) database.close()
  }
}

/** Runs each transaction as a snapshot on a reading connection of its own, beside all writers. */
export class SnapshotDialect extends PatientSqliteDialect {
  readonly #open: () => SqliteDatabase

  constructor(open: () => SqliteDatabase) {
    super({ database: async () => open() })
    this.#open = open
  }

  override createDriver(): Driver {
    return new SnapshotDriver(this.#open)
  }
}
