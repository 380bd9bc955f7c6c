import {
  type CompiledQuery,
  type DatabaseConnection,
  Kysely,
  type KyselyConfig,
  type QueryResult,
  type SqliteDatabase,
  Transaction,
} from 'kysely'
import type { Db, Schema } from '../../schema.js'
import type { DirectStatements } from '../../statement.js'
import type { Turns } from '../turns.js'
import { endSnapshots } from './call-snapshot.js'
import { directChange, directInsert, directRows } from './direct-statements.js'
import { oneConnectionDialect } from './one-connection-dialect.js'
import { PatientAdapter, whenFree } from './patient-sqlite.js'

/** How transactions run. */
export interface WriterOptions extends Pick<KyselyConfig, 'log'> {
  /** The writing connection. */
  readonly database: SqliteDatabase
  /** Returns whether the connection has an open transaction. SQLite itself ends one after some errors. */
  readonly isOpen: () => boolean
  /** Whose turn it is to use the connection. */
  readonly turns: Turns
  /** Called with each statement that bypasses Kysely. */
  readonly onQuery?: ((sql: string) => void) | undefined
}

type Connection = Pick<WriterOptions, 'database' | 'isOpen' | 'onQuery'>

/** Throws after the end of the transaction: the statement would be committed by itself, or join the next transaction. */
function assertOpen({ isOpen }: Pick<Connection, 'isOpen'>): void {
  if (!isOpen()) throw new Error('the transaction is over')
}

/** Runs statements in the open transaction. */
class WriterAdapter extends PatientAdapter implements DirectStatements {
  readonly #connection: Connection

  constructor(connection: Connection) {
    super()
    this.#connection = connection
  }

  directRows(sql: string, parameters: readonly unknown[]): unknown[] | undefined {
    const { database, onQuery } = this.#connection
    assertOpen(this.#connection)
    return directRows(database, sql, parameters, onQuery)
  }

  directChange(sql: string, parameters: readonly unknown[]): number | undefined {
    const { database, onQuery } = this.#connection
    assertOpen(this.#connection)
    return directChange(database, sql, parameters, onQuery)
  }

  directInsert(sql: string, parameters: readonly unknown[]): number | undefined {
    const { database, onQuery } = this.#connection
    assertOpen(this.#connection)
    return directInsert(database, sql, parameters, onQuery)
  }
}

class WriterConnection implements DatabaseConnection {
  readonly #connection: Connection

  constructor(connection: Connection) {
    this.#connection = connection
  }

  async executeQuery<R>({ sql, parameters }: CompiledQuery): Promise<QueryResult<R>> {
    assertOpen(this.#connection)
    const statement = this.#connection.database.prepare(sql)
    return whenFree(async () => {
      if (statement.reader) return { rows: statement.all(parameters) as R[] }
      const { changes, lastInsertRowid } = statement.run(parameters)
      return { rows: [], numAffectedRows: BigInt(changes), insertId: BigInt(lastInsertRowid) }
    })
  }

  async *streamQuery<R>({ sql, parameters }: CompiledQuery): AsyncIterableIterator<QueryResult<R>> {
    assertOpen(this.#connection)
    for (const row of this.#connection.database.prepare(sql).iterate(parameters)) yield { rows: [row as R] }
  }
}

/**
 * Runs transactions on the writing connection, one at a time. Begins and ends them without Kysely, whose transactions
 * take longer than a small statement, and uses the same Kysely for all of them, so that stores are made once.
 */
export class Writer {
  readonly #options: WriterOptions
  readonly #db: Kysely<Schema>
  readonly #tx: Transaction<Schema>
  /** Grows at each start and each end of a transaction, so that it tells whether a transaction is still the open one. */
  #era = 0

  constructor(options: WriterOptions) {
    this.#options = options
    const { log } = options
    const dialect = oneConnectionDialect(new WriterConnection(options), new WriterAdapter(options))
    this.#db = new Kysely<Schema>({ dialect, ...(log ? { log } : {}) })
    this.#tx = this.#transactionOn(this.#db.getExecutor())
  }

  /** Runs `work` in a transaction. It waits for its turn, and then while another process writes. */
  async transaction<T>(work: (tx: Db) => Promise<T>): Promise<T> {
    const { turns, isOpen } = this.#options
    if (!turns.takeFree()) await turns.take()
    try {
      if (!this.#ran('begin')) await this.#run('begin')
      this.#era++
      try {
        const result = await work(this.#tx)
        if (!this.#ran('commit')) await this.#run('commit')
        endSnapshots()
        return result
      } catch (error) {
        if (isOpen()) await this.#run('rollback')
        throw error
      } finally {
        this.#era++
      }
    } finally {
      turns.pass()
    }
  }

  /**
   * Returns a function that makes a Kysely for the host's own statements. It refuses them after the end of the open
   * transaction.
   */
  hostKysely(tx: Db): () => Db {
    if (tx !== this.#tx) return () => tx
    const era = this.#era
    const executor = this.#db.getExecutor()
    const provideConnection: typeof executor.provideConnection = async (consumer) => {
      if (this.#era !== era) throw new Error('the transaction is over')
      return executor.provideConnection(consumer)
    }
    return () => this.#transactionOn(executor.withConnectionProvider({ provideConnection }))
  }

  #transactionOn(executor: ReturnType<Db['getExecutor']>): Transaction<Schema> {
    const dialect = oneConnectionDialect(new WriterConnection(this.#options), executor.adapter)
    return new Transaction<Schema>({
      config: { dialect },
      dialect,
      driver: dialect.createDriver(),
      executor,
    })
  }

  /** Runs a statement unless it would have to wait. Returns whether it ran. */
  #ran(sql: string): boolean {
    const { database, onQuery } = this.#options
    return directChange(database, sql, [], onQuery) !== undefined
  }

  async #run(sql: string): Promise<void> {
    const { database, onQuery } = this.#options
    await whenFree(async () => void database.prepare(sql).run([]))
    onQuery?.(sql)
  }
}
