import type {
  CompiledQuery,
  DatabaseConnection,
  Driver,
  QueryResult,
  SqliteDatabase,
  SqliteDialectConfig,
} from 'kysely'
import type { DirectStatements } from '../../statement.js'
import type { Turns } from '../turns.js'
import { type CallSnapshot, endSnapshots } from './call-snapshot.js'
import { dataVersion, directRows } from './direct-statements.js'
import { PatientAdapter, PatientDriver, PatientSqliteDialect, whenFree } from './patient-sqlite.js'

/** The connections to a file: one writes, the other one only reads. */
export interface SplitConfig extends SqliteDialectConfig {
  readonly reader: SqliteDatabase
  /** The snapshots of `reader`. */
  readonly snapshot: CallSnapshot
  readonly database: SqliteDatabase
  /** Closes what else reads the file. */
  readonly closeReaders: () => Promise<void>
  /** Called with each statement that bypasses Kysely. */
  readonly onQuery?: ((sql: string) => void) | undefined
}

/** Reads on the connection that `SplitConnection` would choose. */
class DirectAdapter extends PatientAdapter implements DirectStatements {
  readonly #config: SplitConfig

  constructor(config: SplitConfig) {
    super()
    this.#config = config
  }

  directRows(sql: string, parameters: readonly unknown[]): unknown[] | undefined {
    const { reader, snapshot, onQuery } = this.#config
    snapshot.count()
    return directRows(reader, sql, parameters, onQuery)
  }

  /** Each call reads it first. It begins a snapshot, so that the call sees what was committed before. */
  dataVersion(): number | undefined {
    const { reader, snapshot, onQuery } = this.#config
    snapshot.begin()
    return dataVersion(reader, onQuery)
  }
}

/**
 * Sends reads to the reading connection, without a queue. The first other statement waits for the writing connection;
 * from then on, all statements go there, so that reads find what was written before. `Writer` runs the transactions.
 */
class SplitConnection implements DatabaseConnection {
  #writer: Promise<DatabaseConnection> | undefined
  readonly #config: SplitConfig
  readonly #acquireWriter: () => Promise<DatabaseConnection>

  constructor(config: SplitConfig, acquireWriter: () => Promise<DatabaseConnection>) {
    this.#config = config
    this.#acquireWriter = acquireWriter
  }

  get holdsWriter(): boolean {
    return this.#writer !== undefined
  }

  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    if (this.#writer || !isRead(query)) return (await this.#acquired()).executeQuery(query)
    const { reader, snapshot } = this.#config
    const rows = async () => {
      snapshot.count()
      return reader.prepare(query.sql).all(query.parameters) as R[]
    }
    return { rows: await whenFree(rows) }
  }

  async *streamQuery<R>(query: CompiledQuery, size?: number): AsyncIterableIterator<QueryResult<R>> {
    // An open cursor would keep the reading connection at an old state.
    yield* (await this.#acquired()).streamQuery<R>(query, size)
  }

  #acquired(): Promise<DatabaseConnection> {
    this.#writer ??= this.#acquireWriter().catch((error) => {
      this.#writer = undefined
      throw error
    })
    return this.#writer
  }
}

const isRead = ({ sql }: CompiledQuery) => /^\s*select\b/i.test(sql)

class SplitDriver extends PatientDriver {
  readonly #config: SplitConfig

  constructor(config: SplitConfig, turns: Turns) {
    super(config, turns)
    this.#config = config
  }

  override async acquireConnection(): Promise<DatabaseConnection> {
    return new SplitConnection(this.#config, () => super.acquireConnection())
  }

  override async releaseConnection(connection?: DatabaseConnection): Promise<void> {
    if (!(connection instanceof SplitConnection) || !connection.holdsWriter) return
    endSnapshots()
    await super.releaseConnection()
  }

  override async destroy(): Promise<void> {
    const { reader, snapshot, closeReaders } = this.#config
    // The last connection to close removes the write-ahead log, which a reading one cannot.
    await closeReaders()
    snapshot.end()
    reader.close()
    await super.destroy()
  }
}

/** Reads on one connection while the other one writes, or waits for the write lock of another process. */
export class SplitSqliteDialect extends PatientSqliteDialect {
  readonly #config: SplitConfig
  readonly #turns: Turns

  constructor(config: SplitConfig, turns: Turns) {
    super(config, turns)
    this.#config = config
    this.#turns = turns
  }

  override createAdapter(): PatientAdapter {
    return new DirectAdapter(this.#config)
  }

  override createDriver(): Driver {
    return new SplitDriver(this.#config, this.#turns)
  }
}
