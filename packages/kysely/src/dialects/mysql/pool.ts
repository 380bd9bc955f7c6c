import type { MysqlPool, MysqlPoolConnection } from 'kysely'
import { type Limits, patienceAtClose } from '../../limits.js'
import type { PooledReads } from '../../statement.js'
import { ConnectionQueue, type CountedPool } from '../connection-queue.js'
import { answersRequest } from '../connection-request.js'
import {
  answered,
  type Lender,
  type PooledConnection,
  prepared,
  readOn,
  reconnecting,
} from '../pooled-connection.js'
import { faultOrRefusal, hasNumber, isBreak, isTimeout, withoutParameters } from './faults.js'

/** A connection of `mysql2`, and the part of it that test doubles may lack. */
type Connection = MysqlPoolConnection & { destroy?(): void }

const connected = (pool: MysqlPool) =>
  new Promise<Connection>((resolve, reject) => {
    pool.getConnection((error, connection) =>
      error ? reject(faultOrRefusal(error)) : resolve(connection as Connection),
    )
  })

const queried = (connection: Connection, text: string, values: readonly unknown[]) =>
  new Promise<unknown>((resolve, reject) => {
    connection.query(text, [...values], (error: unknown, result: unknown) =>
      error ? reject(error) : resolve(result),
    )
  })

/** A connection that is lent by the pool. */
interface OwnConnection extends PooledConnection<unknown> {
  readonly connection: Connection
  /** Returns the connection to the pool, or ends it if it is broken. */
  close(): void
}

/**
 * Wraps a pool, and keeps the limits.
 *
 * @param isOurs whether nobody else uses the pool, so that session state such as the isolation level persists
 */
export function mysqlView(
  pool: MysqlPool,
  isOurs: boolean,
  limits: Limits,
): MysqlPool & CountedPool & PooledReads & Lender<unknown> {
  const lent = new Set<Connection>()
  let isEnded = false
  /** Connections with their session state, and whether the limits were in force when it was set. */
  const ready = new WeakMap<Connection, boolean>()
  const queue = new ConnectionQueue<OwnConnection>(
    {
      connect: async () => pooled(await connected(pool)),
      giveBack: (own) => own.close(),
      own: isOurs ? limits.connections : undefined,
    },
    limits,
  )

  function pooled(connection: Connection): OwnConnection {
    let isBroken = false
    lent.add(connection)
    const own: OwnConnection = {
      connection,
      get isBroken() {
        return isBroken
      },
      async query(text, values) {
        if (answersRequest(values, connection)) return undefined
        try {
          return await answered(queried(connection, text, values), limits)
        } catch (error) {
          if (isBreak(error)) isBroken = true
          if (isBroken || isTimeout(error)) queue.failed()
          throw faultOrRefusal(withoutParameters(error, text))
        }
      },
      async queryAll(statements) {
        let result: unknown
        for (const { sql, parameters } of statements) result = await own.query(sql, parameters)
        return result
      },
      sendsTogether: false,
      release() {
        if (isBroken) queue.discard(own)
        else queue.giveBack(own)
      },
      close() {
        lent.delete(connection)
        if (isBroken && connection.destroy) connection.destroy()
        else connection.release()
      },
    }
    return own
  }

  const prepare = async (own: OwnConnection) => {
    await setSessionState(own, limits)
    ready.set(own.connection, limits.inForce)
  }

  async function open(): Promise<OwnConnection> {
    if (isEnded) throw new Error('the storage is closed')
    const own = queue.takeKept() ?? (await queue.take())
    const isReady = !isOurs || ready.get(own.connection) === limits.inForce
    return isReady ? own : prepared(own, () => queue.take(), prepare)
  }

  return {
    open,
    getConnection(callback) {
      reconnecting(open, limits, undefined).then(
        ({ query, release }) => {
          const answer = (
            text: string,
            values: readonly unknown[],
            done: (...results: unknown[]) => void,
          ) => {
            query(text, values).then(
              (result) => done(null, result),
              (error: unknown) => done(error),
            )
          }
          callback(undefined, { query: answer as unknown as MysqlPoolConnection['query'], release })
        },
        (error: unknown) => callback(error, undefined as never),
      )
    },
    pooledRows: async (text, values) => (await readOn(open, limits, text, values)) as readonly unknown[],
    connectionUse: () => ({ ...queue.use(), limit: isOurs ? limits.connections : null }),
    end(callback) {
      const isAgain = isEnded
      isEnded = true
      if (!isOurs || isAgain) return callback(undefined)
      // A pool waits for its statements in progress, however long they take.
      const timer = setTimeout(() => {
        for (const connection of lent) connection.destroy?.()
      }, patienceAtClose)
      // An error only says that a connection broke before it was closed in order.
      pool.end(() => {
        clearTimeout(timer)
        callback(undefined)
      })
    },
  }
}

/** Single statements use the session's isolation level. The default, REPEATABLE READ, takes gap locks. */
async function setSessionState(connection: PooledConnection<unknown>, limits: Limits): Promise<void> {
  await connection.query('set session transaction isolation level read committed', [])
  if (!limits.inForce) return
  const seconds = Math.ceil(limits.lockTimeout / 1000)
  await connection.query(
    `set session innodb_lock_wait_timeout = ${seconds}, lock_wait_timeout = ${seconds}`,
    [],
  )
  const { statementTimeout } = limits
  try {
    await connection.query(`set session max_statement_time = ${statementTimeout / 1000}`, [])
  } catch (error) {
    // MariaDB has this variable, in seconds; MySQL has the other one, in milliseconds.
    if (!hasNumber(error, [1193])) throw error
    await connection.query(`set session max_execution_time = ${statementTimeout}`, [])
  }
}
