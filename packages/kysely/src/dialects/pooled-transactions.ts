import type { CompiledQuery, DatabaseConnection, Dialect as KyselyDialect, QueryResult } from 'kysely'
import type { Limits } from '../limits.js'
import type { Db } from '../schema.js'
import { OwnTransaction } from '../statement.js'
import { isRequest } from './connection-request.js'
import { Fault } from './fault.js'
import { isLost, type Lender, type PooledConnection, type Sent } from './pooled-connection.js'

/** What the transactions of a pool need. */
export interface TransactionOptions<Result> extends Lender<Result> {
  readonly limits: Limits
  /** The statements that begin a READ COMMITTED transaction. */
  readonly begin: readonly string[]
  /** Converts a result of the driver to one of Kysely. */
  readonly resultOf: (query: CompiledQuery, result: Result) => QueryResult<unknown>
  readonly dialect: KyselyDialect
  /** Called with the SQL of every executed statement. */
  readonly onQuery?: ((sql: string) => void) | undefined
}

/** The most statements that wait for the next one. */
const mostWaiting = 64

/** Returns whether a statement changes nothing, so that it may be sent before its `begin` is known to have succeeded. */
const isRead = ({ sql }: Sent) => /^\s*select\b/i.test(sql)

const isRollback = ({ sql }: Sent) => /^\s*rollback\b/i.test(sql)

/**
 * Returns whether the driver can encode all values. It does not send a statement whose values it cannot encode, but it would
 * send the commit after it.
 */
const areSimple = ({ parameters }: Sent) =>
  parameters.every((value) => value === null || typeof value !== 'object')

/** A transaction on a connection of a pool. */
class PooledTransaction<Result> {
  readonly #options: TransactionOptions<Result>
  /** Undefined once it is given back. */
  #connection: PooledConnection<Result> | undefined
  /** Statements that are not yet sent, since nobody needs their results. The next statement takes them along. */
  #waiting: Sent[] = []
  #hasBegun = false
  #isOver = false
  /** Whether the host uses the connection as well. It must see what was written, so statements no longer wait. */
  #isShared = false
  /** Ends when the next statement may be sent. It never rejects. */
  #inProgress: Promise<void> | undefined

  constructor(options: TransactionOptions<Result>, connection: PooledConnection<Result>) {
    this.#options = options
    this.#connection = connection
  }

  /** Runs a statement. Sends the waiting ones before it, in the same write. */
  async run(query: Sent): Promise<Result> {
    while (this.#inProgress) await this.#inProgress
    if (this.#isOver) throw new Error('the transaction is over')
    if (isRequest(query.parameters)) this.#isShared = true
    // What waits belongs to the part that is rolled back, so it need not be sent.
    if (isRollback(query)) this.#waiting = []
    const blocks = !this.#connection?.sendsTogether || !(this.#hasBegun || isRead(query))
    const result = this.#hasBegun ? this.#withWaiting(query) : this.#begin(query)
    if (blocks) {
      const end = () => {
        this.#inProgress = undefined
      }
      this.#inProgress = result.then(end, end)
    }
    return result
  }

  /** Runs a statement whose result nobody needs. If it fails, the next statement or the commit throws its error. */
  async later(query: Sent): Promise<void> {
    const canWait =
      this.#connection?.sendsTogether &&
      this.#hasBegun &&
      !this.#isOver &&
      !this.#isShared &&
      !this.#inProgress &&
      this.#waiting.length < mostWaiting &&
      areSimple(query)
    if (canWait) this.#waiting.push(query)
    else await this.run(query)
  }

  async commit(): Promise<void> {
    if (this.#hasBegun) await this.run({ sql: 'commit', parameters: [] })
  }

  async rollback(): Promise<void> {
    while (this.#inProgress) await this.#inProgress
    this.#isOver = true
    // On a broken connection the server rolls back by itself.
    if (this.#hasBegun && this.#connection && !this.#connection.isBroken)
      await this.#told([{ sql: 'rollback', parameters: [] }])
  }

  release(): void {
    this.#isOver = true
    this.#connection?.release()
    this.#connection = undefined
  }

  #withWaiting(query: Sent): Promise<Result> {
    if (this.#waiting.length === 0) return this.#told([query])
    const statements = [...this.#waiting, query]
    this.#waiting = []
    return this.#told(statements)
  }

  /** Begins the transaction, and runs its first statement. Sends both at once if that one is a read. */
  async #begin(query: Sent): Promise<Result> {
    this.#hasBegun = true
    const begin = this.#options.begin.map((sql) => ({ sql, parameters: [] }))
    if (this.#connection?.sendsTogether && isRead(query)) return this.#toldAgain([...begin, query])
    await this.#toldAgain(begin)
    return this.#told([query])
  }

  /** Runs the first statements of the transaction. Repeats them once on another connection if this one is broken. */
  async #toldAgain(statements: readonly Sent[]): Promise<Result> {
    const { open, limits } = this.#options
    try {
      return await this.#told(statements)
    } catch (error) {
      if (!isLost(error, limits)) throw error
    }
    this.#connection?.release()
    this.#connection = undefined
    this.#connection = await open()
    return this.#told(statements)
  }

  async #told(statements: readonly Sent[]): Promise<Result> {
    if (!this.#connection || this.#connection.isBroken)
      throw new Fault('DATABASE_UNAVAILABLE', 'the connection broke in the transaction')
    const { onQuery } = this.#options
    if (!onQuery) return this.#connection.queryAll(statements)
    try {
      return await this.#connection.queryAll(statements)
    } finally {
      for (const { sql } of statements) onQuery(sql)
    }
  }
}

/**
 * Returns a function that runs transactions on the connections of a pool. It does so without Kysely's own transactions,
 * each of which takes longer than a small statement.
 */
export function pooledTransactions<Result>(options: TransactionOptions<Result>) {
  const { open, resultOf, dialect } = options
  const driver = dialect.createDriver()
  return async <T>(db: Db, work: (tx: Db) => Promise<T>): Promise<T> => {
    const own = new PooledTransaction(options, await open())
    const run = async (query: CompiledQuery) => resultOf(query, await own.run(query))
    const connection: DatabaseConnection = {
      executeQuery: <R>(query: CompiledQuery) => run(query) as Promise<QueryResult<R>>,
      // biome-ignore lint/correctness/useYield: no pool streams.
      async *streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
        throw new Error('transactions of a pool do not stream')
      },
    }
    const executor = db
      .getExecutor()
      .withConnectionProvider({ provideConnection: (consumer) => consumer(connection) })
    const tx = new OwnTransaction(
      { config: { dialect }, dialect, driver, executor },
      { run, later: (query) => own.later(query) },
    )
    try {
      const result = await work(tx)
      await own.commit()
      return result
    } catch (error) {
      await own.rollback()
      throw error
    } finally {
      own.release()
    }
  }
}
