import type { PostgresPool, PostgresPoolClient, PostgresQueryResult } from 'kysely'

/** A pool of the driver `pg`, as much of it as is used. */
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

/** Shutdowns, lost connections, and patience that has come to an end: the server closes the connection. */
const closing = /^(?:08|57P|25P03|25P04)/

/** What the server refuses otherwise leaves the connection as it was. */
const isRefusal = (error: unknown) =>
  typeof error === 'object' &&
  error !== null &&
  'severity' in error &&
  'code' in error &&
  !closing.test(String(error.code))

/** Whole numbers and sums come as texts, since they might be too large for a number: ours are not. */
const asNumber = new Set([20, 1700])
const types = {
  getTypeParser: (id: number) => (asNumber.has(id) ? Number : (keptTypes[id] ?? ((value: string) => value))),
}
const keptTypes: Record<number, (value: string) => unknown> = {
  16: (value) => value === 't',
  ...Object.fromEntries([21, 23, 26, 700, 701].map((id) => [id, Number])),
}

/** As many statements are kept ready on a connection; those that come later are read and planned each time. */
const mostPrepared = 500

/** Names for statements, so that the server reads and plans each of them once for a connection. */
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
 * Statements that make, change or set something are run once: there is nothing to keep ready. Those that read all columns
 * fail once another process has added one.
 */
const isRepeated = (text: string) =>
  /^\s*(?:select|insert|update|delete|with)\b/i.test(text) &&
  !/(?:select|returning|,)\s+(?:"\w+"\.)?\*/i.test(text)

/**
 * The pool as our own statements see it: with numbers that are numbers, and the tables of one schema.
 *
 * @param isOurs whether nobody else uses the pool, so that its connections stay as we leave them
 */
export function ownView(pool: PgPool, schema: string, isOurs: boolean): PostgresPool {
  const nameOf = statementNames()
  const seen = new WeakSet<PgClient>()
  return {
    async connect(): Promise<PostgresPoolClient> {
      const client = await pool.connect()
      let isBroken = false
      // It may break between two statements: said to nobody, that would end the process.
      const breaks = () => {
        isBroken = true
      }
      client.on?.('error', breaks)
      const release = () => {
        // The pool itself may not know yet, and would lend it to the next.
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

/** A database of the package `@electric-sql/pglite`, as much of it as is used. */
export interface PgliteDatabase {
  query(
    text: string,
    values?: unknown[],
    options?: { parsers?: Record<number, (value: string) => unknown> },
  ): Promise<{ rows: unknown[]; affectedRows?: number }>
}

/** The last who waits for each database, however many storages are on it. */
const turns = new WeakMap<PgliteDatabase, Promise<void>>()

/** A database within the process has one connection: who wants it waits for a turn. */
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
