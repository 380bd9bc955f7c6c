import type {
  CompiledQuery,
  PostgresPool,
  PostgresPoolClient,
  PostgresQueryResult,
  QueryResult,
} from 'kysely'
import { type Limits, patienceAtClose } from '../../limits.js'
import type { PooledReads } from '../../statement.js'
import { ConnectionQueue, type CountedPool } from '../connection-queue.js'
import { answersRequest, isRequest } from '../connection-request.js'
import { Fault, lost } from '../fault.js'
import {
  answered,
  type Lender,
  type PooledConnection,
  prepared,
  readOn,
  reconnecting,
  type Sent,
} from '../pooled-connection.js'
import { Turns } from '../turns.js'
import { isTimeout } from './faults.js'
import { types } from './types.js'

/** The used part of a pool of the driver `pg`. */
export interface PgPool {
  connect(): Promise<PgClient>
  end(): Promise<void>
}
interface PgClient {
  query(config: { text: string; values?: unknown[]; types?: unknown; name?: string }): Promise<unknown>
  release(discard?: boolean): void
  /** Whether the driver sends statements without waiting for the answers to those before. Older versions never do. */
  readonly pipeline?: boolean
  readonly connection?: { readonly stream?: Stream }
  on?(event: 'error', listener: () => void): unknown
  off?(event: 'error', listener: () => void): unknown
  end?(): unknown
}

/** The used part of a socket. */
interface Stream {
  cork?(): void
  uncork?(): void
  destroy?(): void
}

/**
 * Ends a connection without waiting for its statements in progress. With a pipeline, `end()` of the driver would wait for
 * them, so the socket is destroyed.
 */
function cutOff(client: PgClient): void {
  if (client.pipeline) client.connection?.stream?.destroy?.()
  else client.end?.()
}

/** SQLSTATE codes after which the server closes the connection: connection errors, shutdowns and timeouts. */
const closing = /^(?:08|57P|25P03|25P04)/

/** After any other error the connection is usable. */
const isRefusal = (error: unknown) =>
  typeof error === 'object' &&
  error !== null &&
  'severity' in error &&
  'code' in error &&
  !closing.test(String(error.code))

/** The most prepared statements of a connection. Later statements are parsed and planned each time. */
const mostPrepared = 500

/**
 * Returns whether a statement is worth preparing. DDL and `set` run only once. A prepared `select *` fails after
 * another process adds a column.
 */
const isRepeated = (text: string) =>
  /^\s*(?:select|insert|update|delete|with)\b/i.test(text) &&
  !/(?:select|returning|,)\s+(?:"\w+"\.)?\*/i.test(text)

/** Returns names for statements worth preparing, so that the server parses and plans each once per connection. */
function statementNames(): (text: string) => string | undefined {
  const names = new Map<string, string>()
  return (text) => {
    const known = names.get(text)
    if (known || names.size >= mostPrepared || !isRepeated(text)) return known
    const name = `os_${names.size}`
    names.set(text, name)
    return name
  }
}

export type Result = PostgresQueryResult<never>

const changes = new Set<string>(['INSERT', 'UPDATE', 'DELETE', 'MERGE'])

/** Converts a result of the driver to one of Kysely, as Kysely's own dialect does. */
export const resultOf = (_: CompiledQuery, { command, rowCount, rows }: Result): QueryResult<unknown> =>
  changes.has(command) ? { rows: rows ?? [], numAffectedRows: BigInt(rowCount) } : { rows: rows ?? [] }

/** A connection that is lent by the pool. */
interface OwnConnection extends PooledConnection<Result> {
  readonly client: PgClient
  /** Returns the connection to the pool, which ends it if it is broken. */
  close(): void
}

/** The result of a statement that the server does not run. */
const nothing = { command: 'ROLLBACK', rowCount: 0, rows: [] } as unknown as Result

/**
 * Wraps a pool: parses integers as numbers, sets the search path to the schema, and keeps the limits.
 *
 * @param isOurs whether nobody else uses the pool, so that session state such as the search path persists
 */
export function ownView(
  pool: PgPool,
  schema: string,
  isOurs: boolean,
  limits: Limits,
): PostgresPool & CountedPool & PooledReads & Lender<Result> {
  const nameOf = statementNames()
  const lent = new Set<PgClient>()
  let isEnded = false
  /** Clients with their session state, and whether the limits were in force when it was set. */
  const ready = new WeakMap<PgClient, boolean>()
  const queue = new ConnectionQueue<OwnConnection>(
    {
      connect: () => pool.connect().then(pooled, (error: unknown) => Promise.reject(faultOrRefusal(error))),
      giveBack: (connection) => connection.close(),
      own: isOurs ? limits.connections : undefined,
    },
    limits,
  )

  function pooled(client: PgClient): OwnConnection {
    let isBroken = false
    // The connection may break between two statements. Without a listener, the error would end the process.
    const breaks = () => {
      isBroken = true
    }
    client.on?.('error', breaks)
    lent.add(client)
    const sendsTogether = client.pipeline === true
    const send = (text: string, values: readonly unknown[]) => {
      const name = isOurs ? nameOf(text) : undefined
      return client.query({ text, values: [...values], types, ...(name ? { name } : {}) })
    }
    const failed = (error: unknown) => {
      if (!isRefusal(error)) isBroken = true
      if (isBroken || isTimeout(error)) queue.failed()
      return isBroken && !(error instanceof Fault) ? lost(error) : error
    }
    /** Sends statements with one write to the socket, and returns the result of the last one. */
    async function answersTo(statements: readonly Sent[]): Promise<Result> {
      const { stream } = client.connection ?? {}
      stream?.cork?.()
      const answers = statements.map(({ sql, parameters }) => send(sql, parameters))
      stream?.uncork?.()
      // After the first error, nobody waits for the others.
      for (const answer of answers) answer.catch(() => {})
      try {
        let result: unknown
        // The server's time limit holds for each statement, so this wait does too.
        for (const answer of answers) result = await answered(answer, limits)
        return result as Result
      } catch (error) {
        throw failed(error)
      }
    }
    const connection: OwnConnection = {
      client,
      get isBroken() {
        return isBroken
      },
      async query(text, values) {
        if (answersRequest(values, client)) return nothing
        try {
          return (await answered(send(text, values), limits)) as Result
        } catch (error) {
          throw failed(error)
        }
      },
      async queryAll(statements) {
        const [first, ...others] = statements
        if (!first) return nothing
        if (others.length === 0) return connection.query(first.sql, first.parameters)
        // Only the last one can be a request for the connection. It is answered after the others, and never sent.
        const last = others.at(-1) ?? first
        const sent = isRequest(last.parameters) ? statements.slice(0, -1) : statements
        const result = await answersTo(sent)
        return answersRequest(last.parameters, client) ? nothing : result
      },
      sendsTogether,
      release() {
        if (isBroken) queue.discard(connection)
        else queue.giveBack(connection)
      },
      close() {
        lent.delete(client)
        if (isBroken && sendsTogether) cutOff(client)
        // The pool may not know yet, and would hand it out again.
        client.release(isBroken)
        client.off?.('error', breaks)
      },
    }
    return connection
  }

  const prepare = async (own: OwnConnection) => {
    await own.query(sessionState(schema, isOurs && limits.inForce ? limits : undefined), [])
    if (isOurs) ready.set(own.client, limits.inForce)
  }

  /** Takes a connection that works. One that came back a moment ago may have broken since. */
  async function take(): Promise<OwnConnection> {
    for (;;) {
      const own = queue.takeKept() ?? (await queue.take())
      if (!own.isBroken) return own
      own.release()
    }
  }

  async function open(): Promise<OwnConnection> {
    if (isEnded) throw new Error('the storage is closed')
    const own = await take()
    return ready.get(own.client) === limits.inForce ? own : prepared(own, take, prepare)
  }

  return {
    open,
    async connect(): Promise<PostgresPoolClient> {
      const { query, release } = await reconnecting(open, limits, nothing)
      const run = (text: string, values: readonly unknown[] = []) => query(text, values)
      return { query: run as unknown as PostgresPoolClient['query'], release }
    },
    pooledRows: async (text, values) => (await readOn(open, limits, text, values)).rows,
    connectionUse: () => ({ ...queue.use(), limit: isOurs ? limits.connections : null }),
    async end() {
      const isAgain = isEnded
      isEnded = true
      if (!isOurs || isAgain) return
      // A pool waits for its statements in progress, however long they take.
      const timer = setTimeout(() => {
        for (const client of lent) cutOff(client)
      }, patienceAtClose)
      await pool.end()
      clearTimeout(timer)
    },
  }
}

/** Errors without an SQLSTATE come from the driver or the network. */
const faultOrRefusal = (error: unknown) =>
  error instanceof Fault ||
  (typeof error === 'object' && error !== null && 'severity' in error && 'code' in error)
    ? error
    : lost(error)

function sessionState(schema: string, limits: Limits | undefined): string {
  const path = `set search_path to "${schema}", public`
  if (!limits) return path
  const { lockTimeout, statementTimeout } = limits
  // Compiling a statement takes longer than any statement here takes to run.
  return `${path}; set lock_timeout = ${lockTimeout}; set statement_timeout = ${statementTimeout}; set jit = off`
}

/** The used part of a database of the package `@electric-sql/pglite`. */
export interface PgliteDatabase {
  query(
    text: string,
    values?: unknown[],
    options?: { parsers?: Record<number, (value: string) => unknown> },
  ): Promise<{ rows: unknown[]; affectedRows?: number }>
}

/** The turns at each database, over all of its storages. */
const turnsAt = new WeakMap<PgliteDatabase, Turns>()

/** Returns a function that runs a statement and returns what the driver `pg` would. */
export const pgliteQuery =
  (database: PgliteDatabase) =>
  async (text: string, values: readonly unknown[] = []) => {
    if (answersRequest(values, database)) return nothing
    const parsers = { 20: Number, 1700: Number }
    const { rows, affectedRows = 0 } = await database.query(text, [...values], { parsers })
    const command = (/^\s*(\w+)/.exec(text)?.[1] ?? '').toUpperCase()
    return { command, rowCount: affectedRows, rows }
  }

/** An in-process database has one connection, which callers use in turn. */
export function pgliteView(database: PgliteDatabase, schema: string, { waiting }: Limits): PostgresPool {
  const turns = turnsAt.get(database) ?? new Turns(waiting)
  turnsAt.set(database, turns)
  const run = pgliteQuery(database)
  return {
    async connect(): Promise<PostgresPoolClient> {
      await turns.take()
      const release = () => turns.pass()
      try {
        await run(`set search_path to "${schema}", public`)
      } catch (error) {
        release()
        throw error
      }
      return { query: run as unknown as PostgresPoolClient['query'], release }
    },
    end: async () => {},
  }
}
