import type { Limits } from '../limits.js'
import type { PooledReads } from '../statement.js'
import { Fault } from './fault.js'

/** A statement as it is sent. */
export interface Sent {
  readonly sql: string
  readonly parameters: readonly unknown[]
}

/** A connection of a pool. */
export interface PooledConnection<Result> {
  /** @throws Fault if the connection broke; it is broken from then on */
  query(text: string, values: readonly unknown[]): Promise<Result>
  /**
   * Runs statements in this order, and returns the result of the last one. Throws the error of the first one that fails. The
   * server may have run the later ones by then: in a transaction it refuses them.
   *
   * @throws Fault as `query` does
   */
  queryAll(statements: readonly Sent[]): Promise<Result>
  /**
   * Whether `queryAll` sends all its statements before it waits for an answer. Callers may then send statements while
   * others are waiting.
   */
  readonly sendsTogether: boolean
  readonly isBroken: boolean
  /** Gives the connection back, or discards it if it is broken. To be called once for each loan. */
  release(): void
}

/** Lends the connections of a pool. */
export interface Lender<Result> {
  readonly open: () => Promise<PooledConnection<Result>>
}

/**
 * Sets the session state of a connection. If it turns out to be broken, it is replaced once.
 *
 * @param prepare sets the state
 */
export async function prepared<L extends PooledConnection<unknown>>(
  connection: L,
  open: () => Promise<L>,
  prepare: (connection: L) => Promise<void>,
  again = true,
): Promise<L> {
  try {
    await prepare(connection)
    return connection
  } catch (error) {
    connection.release()
    if (again && error instanceof Fault && error.cause !== undefined)
      return prepared(await open(), open, prepare, false)
    throw error
  }
}

/** Time for the server to end a statement itself, before the connection is discarded. In milliseconds. */
const graceMs = 1000

/**
 * Waits for the answer to a statement.
 *
 * @throws Fault if it does not come in time, as when the server's machine is gone
 */
export function answered<T>(answer: Promise<T>, { inForce, statementTimeout }: Limits): Promise<T> {
  if (!inForce) return answer
  const patience = statementTimeout + graceMs
  return new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new Fault('DATABASE_UNAVAILABLE', `the database did not answer within ${patience} ms`)),
      patience,
    )
    answer.then(
      (result) => {
        clearTimeout(timer)
        resolve(result)
      },
      (error: unknown) => {
        clearTimeout(timer)
        reject(error)
      },
    )
  })
}

/**
 * Returns whether a statement failed because its connection broke, and may run again on another one. Migrations, which run
 * before the limits are in force, hold session locks; after a timeout, a second statement would take too long.
 */
export const isLost = (error: unknown, { inForce }: Limits): boolean =>
  error instanceof Fault && error.cause !== undefined && inForce

/** Runs a read outside transactions. If its connection turns out to be broken, it runs once more, on another one. */
export async function readOn<Result>(
  open: () => Promise<PooledConnection<Result>>,
  limits: Limits,
  text: string,
  values: readonly unknown[],
): Promise<Result> {
  const first = await open()
  try {
    return await first.query(text, values)
  } catch (error) {
    if (!isLost(error, limits)) throw error
  } finally {
    first.release()
  }
  const second = await open()
  try {
    return await second.query(text, values)
  } finally {
    second.release()
  }
}

/** Returns a function that runs reads of a pool, and calls `onQuery` with the text of each. */
export function toldReads(
  pooledRows: PooledReads['pooledRows'],
  onQuery: ((sql: string) => void) | undefined,
): PooledReads['pooledRows'] {
  if (!onQuery) return pooledRows
  return async (text, values) => {
    try {
      return await pooledRows(text, values)
    } finally {
      onQuery(text)
    }
  }
}

/** Returns whether a statement outside a transaction may run twice: a read, or the start of a transaction. */
const isRepeatable = (text: string) =>
  /^\s*(?:select|set transaction|start transaction|begin)\b/i.test(text) ||
  (/^\s*with\b/i.test(text) && !/\b(?:insert|update|delete)\b/i.test(text))

const opens = /^\s*(?:begin|start transaction)\b/i
const ends = /^\s*(?:commit|rollback)\b(?!\s+to\b)/i

/**
 * Opens a connection that survives a break between transactions: a read on a broken connection is repeated once, on
 * another one.
 *
 * @param nothing the result of a rollback on a broken connection, which the server has rolled back itself
 */
export async function reconnecting<Result>(
  open: () => Promise<PooledConnection<Result>>,
  limits: Limits,
  nothing: Result,
): Promise<Pick<PooledConnection<Result>, 'query' | 'release'>> {
  let connection: PooledConnection<Result> | undefined = await open()
  let inTransaction = false
  const release = () => {
    connection?.release()
    connection = undefined
  }
  const run = async (own: PooledConnection<Result>, text: string, values: readonly unknown[]) => {
    const result = await own.query(text, values)
    if (opens.test(text)) inTransaction = true
    else if (ends.test(text)) inTransaction = false
    return result
  }
  return {
    async query(text, values) {
      if (!connection || connection.isBroken) {
        if (/^\s*rollback/i.test(text)) return nothing
        throw new Fault('DATABASE_UNAVAILABLE', 'the connection broke in the transaction')
      }
      try {
        return await run(connection, text, values)
      } catch (error) {
        if (!isLost(error, limits) || inTransaction || !isRepeatable(text)) throw error
      }
      release()
      connection = await open()
      return run(connection, text, values)
    },
    release,
  }
}
