import type { PostgresPool, PostgresPoolClient, PostgresQueryResult } from 'kysely'

/** The used part of a pool of the driver `pg`. */
export interface PgPool {
  connect(): Promise<PgClient>
  end(): Promise<void>
}
interface PgClient {
  query(config: { text: string; values?: unknown[]; types?: unknown; name?: string }): Promise<unknown>
  release(discard?: boolean): void
  on?(event: 'error', listener: () => void): unknown
  off?(event: 'error', listener: () => void): unknown
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

/** The driver returns whole numbers and sums as texts, in case they exceed a number. Ours do not. */
const asNumber = new Set([20, 1700])
const types = {
  getTypeParser: (id: number) => (asNumber.has(id) ? Number : (keptTypes[id] ?? ((value: string) => value))),
}
const keptTypes: Record<number, (value: string) => unknown> = {
  16: (value) => value === 't',
  ...Object.fromEntries([21, 23, 26, 700, 701].map((id) => [id, Number])),
}

/** The most prepared statements of a connection. Later statements are parsed and planned each time. */
const mostPrepared = 500

/** Returns names for statements, so that the server parses and plans each once per connection. */
function statementNames(): (text: string) => string | undefined {
  const names = new Map<string, string>()
  return (text) => {
    const known = names.get(text)
    if (known || names.size >= mostPrepared) return known
    const name = `os_${names.size}`
    names.set(text, name)
    return name
  }
}

/**
 * Returns whether a statement is worth preparing. DDL and `set` run only once. A prepared `select *` fails after
 * another process adds a column.
 */
const isRepeated = (text: string) =>
  /^\s*(?:select|insert|update|delete|with)\b/i.test(text) &&
  !/(?:select|returning|,)\s+(?:"\w+"\.)?\*/i.test(text)

/**
 * Wraps a pool: parses integers as numbers and sets the search path to the schema.
 *
 * @param isOurs whether nobody else uses the pool, so that session state such as the search path persists
 */
export function ownView(pool: PgPool, schema: string, isOurs: boolean): PostgresPool {
  const nameOf = statementNames()
  const seen = new WeakSet<PgClient>()
  return {
    async connect(): Promise<PostgresPoolClient> {
      const client = await pool.connect()
      let isBroken = false
      // The connection may break between two statements. Without a listener, the error would end the process.
      const breaks = () => {
        isBroken = true
      }
      client.on?.('error', breaks)
      const release = () => {
        // The pool may not know yet, and would hand it out again.
        client.release(isBroken)
        client.off?.('error', breaks)
      }
      const query = async (text: string, values: readonly unknown[] = []) => {
        const name = isOurs && isRepeated(text) ? nameOf(text) : undefined
        const config = { text, values: [...values], types, ...(name ? { name } : {}) }
        try {
          return (await client.query(config)) as PostgresQueryResult<never>
        } catch (error) {
          if (!isRefusal(error)) isBroken = true
          throw error
        }
      }
      if (!seen.has(client)) {
        try {
          await query(`set search_path to "${schema}", public`)
        } catch (error) {
          release()
          throw error
        }
        if (isOurs) seen.add(client)
      }
      return {
        query: query as unknown as PostgresPoolClient['query'],
        release,
      }
    },
    end: async () => {
      if (isOurs) await pool.end()
    },
  }
}

/** The used part of a database of the package `@electric-sql/pglite`. */
export interface PgliteDatabase {
  query(
    text: string,
    values?: unknown[],
    options?: { parsers?: Record<number, (value: string) => unknown> },
  ): Promise<{ rows: unknown[]; affectedRows?: number }>
}

/** The last waiter of each database, over all of its storages. */
const turns = new WeakMap<PgliteDatabase, Promise<void>>()

/** An in-process database has one connection, which callers use in turn. */
export function pgliteView(database: PgliteDatabase, schema: string): PostgresPool {
  const parsers = { 20: Number, 1700: Number }
  const run = async (text: string, values: readonly unknown[] = []) => {
    const { rows, affectedRows = 0 } = await database.query(text, [...values], { parsers })
    const command = (/^\s*(\w+)/.exec(text)?.[1] ?? '').toUpperCase()
    return { command, rowCount: affectedRows, rows }
  }
  return {
    async connect(): Promise<PostgresPoolClient> {
      let release = () => {}
      const before = turns.get(database)
      const turn = new Promise<void>((free) => {
        release = free
      })
      turns.set(database, turn)
      await before
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
