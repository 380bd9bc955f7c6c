import type { Limits } from '../limits.js'
import { Fault } from './fault.js'

/** One connection of a pool, from its loan to its return. */
export interface PooledConnection<Result> {
  /** @throws Fault if the connection broke; it is broken from then on */
  query(text: string, values: readonly unknown[]): Promise<Result>
  readonly isBroken: boolean
  /** Returns the connection to the pool, or discards it if it is broken. Does nothing the second time. */
  release(): void
}

/**
 * Opens a connection, and sets its session state. A connection that turns out to be broken is replaced once.
 *
 * @param prepare sets the state, unless the connection has it already
 */
export async function prepared<L extends PooledConnection<unknown>>(
  open: () => Promise<L>,
  prepare: (connection: L) => Promise<void>,
  again = true,
): Promise<L> {
  const connection = await open()
  try {
    await prepare(connection)
    return connection
  } catch (error) {
    connection.release()
    if (again && error instanceof Fault && error.cause !== undefined) return prepared(open, prepare, false)
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
  let connection = await open()
  let inTransaction = false
  const run = async (text: string, values: readonly unknown[]) => {
    const result = await connection.query(text, values)
    if (opens.test(text)) inTransaction = true
    else if (ends.test(text)) inTransaction = false
    return result
  }
  return {
    async query(text, values) {
      if (connection.isBroken) {
        if (/^\s*rollback/i.test(text)) return nothing
        throw new Fault('DATABASE_UNAVAILABLE', 'the connection broke in the transaction')
      }
      try {
        return await run(text, values)
      } catch (error) {
        // Migrations hold session locks. After a timeout, a second one would take too long.
        const isLost = error instanceof Fault && error.cause !== undefined && limits.inForce
        if (!isLost || inTransaction || !isRepeatable(text)) throw error
      }
      connection.release()
      connection = await open()
      return run(text, values)
    },
    release: () => connection.release(),
  }
}
