import type { MysqlPool } from 'kysely'
import { createPool, type Pool } from 'mysql2'
import pg from 'pg'

/** The last values of each statement. */
export type Recorded = Map<string, readonly unknown[]>

/** Calls `record` with each statement of a client, before the client runs it. */
function recording(client: object, record: (text: string, values: readonly unknown[]) => void): void {
  const own = client as { query(...args: unknown[]): unknown }
  const query = own.query.bind(own)
  own.query = (...args) => {
    const [first, second] = args
    if (typeof first === 'string') record(first, Array.isArray(second) ? second : [])
    else if (typeof first === 'object' && first !== null && 'text' in first)
      record(String(first.text), 'values' in first && Array.isArray(first.values) ? first.values : [])
    return query(...args)
  }
}

/** A pool of `pg` that records the statements of a storage. */
export function recordedPostgresPool(url: string, recorded: Recorded, seen: Set<string>): pg.Pool {
  const pool = new pg.Pool({ connectionString: url, options: '-c synchronous_commit=off' })
  pool.on('connect', (client) =>
    recording(client, (text, values) => {
      recorded.set(text, values)
      seen.add(text)
    }),
  )
  return pool
}

/** A pool of `mysql2` that records the statements of a storage. */
export function recordedMysqlPool(url: string, recorded: Recorded, seen: Set<string>): Pool & MysqlPool {
  const pool = createPool({ uri: url, decimalNumbers: true, charset: 'utf8mb4_unicode_ci' })
  pool.on('connection', (connection) =>
    recording(connection, (text, values) => {
      recorded.set(text, values)
      seen.add(text)
    }),
  )
  return pool as unknown as Pool & MysqlPool
}
