import { OpenSupportsError } from '@opensupports/core'
import { Kysely, type PostgresPool, type PostgresPoolClient } from 'kysely'
import type { Db, Schema } from '../../schema.js'
import { pooledConnectionOf } from '../connection-request.js'
import { type HostConnections, partOf } from '../host-connections.js'
import { hasCode } from './faults.js'
import { OneSchemaDialect } from './own-introspector.js'
import { type PgliteDatabase, pgliteQuery } from './pool.js'
import { types } from './types.js'

type Query = (text: string, values?: readonly unknown[]) => Promise<{ rows: unknown[] }>

/** A client of `pg`. */
interface Client {
  query(config: { text: string; values: unknown[]; types: unknown }): Promise<{ rows: unknown[] }>
}

/** @param isPglite whether hosts have transactions of PGlite, not clients of `pg` */
export const postgresHost = (schema: string, isPglite: boolean): HostConnections => ({
  of: pooledConnectionOf,
  async within<T>(connection: unknown, work: (tx: Db) => Promise<T>): Promise<T> {
    const client = connection as Client
    const query: Query = isPglite
      ? pgliteQuery(connection as PgliteDatabase)
      : (text, values = []) => client.query({ text, values: [...values], types })
    await assertReadCommitted(query)
    const db = new Kysely<Schema>({ dialect: new OneSchemaDialect(poolOf(query), schema) })
    return db.transaction().execute(async (tx) => {
      const path = await settingOf(query, 'search_path')
      await setPath(query, `"${schema}", public`)
      const result = await work(tx)
      await setPath(query, path)
      return result
    })
  },
})

async function assertReadCommitted(query: Query): Promise<void> {
  try {
    // Refused outside a transaction.
    await query('savepoint os_check')
    await query('release savepoint os_check')
  } catch (cause) {
    if (hasCode(cause, ['25P01'])) throw new OpenSupportsError('NO_TRANSACTION', { cause })
    throw cause
  }
  if ((await settingOf(query, 'transaction_isolation')) !== 'read committed')
    throw new OpenSupportsError('WRONG_ISOLATION')
}

async function settingOf(query: Query, name: string): Promise<string> {
  const { rows } = await query('select current_setting($1) as value', [name])
  return (rows as { value: string }[])[0]?.value ?? ''
}

/** Lasts until the end of the host's transaction. A rollback to the savepoint sets the path from before. */
const setPath = (query: Query, path: string) => query("select set_config('search_path', $1, true)", [path])

const poolOf = (query: Query): PostgresPool => ({
  async connect() {
    // The error of a lost connection must not hide the first one.
    const rollback = () => query(partOf('rollback')).catch(() => ({ command: 'ROLLBACK', rows: [] }))
    const run: Query = (text, values) => (text === 'rollback' ? rollback() : query(partOf(text), values))
    return { query: run as unknown as PostgresPoolClient['query'], release: () => {} }
  },
  end: async () => {},
})
