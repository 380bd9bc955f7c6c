import type { ConnectionUse } from '@opensupports/core'
import { tables } from '@opensupports/core/schema'
import { Kysely, type PostgresPool, sql } from 'kysely'
import type { Database, OpenOptions } from '../../database.js'
import { type Limits, limitsOf, patienceAtStart } from '../../limits.js'
import type { Schema } from '../../schema.js'
import { checkedSchema } from '../../schema-name.js'
import { withDriver } from '../driver.js'
import { toldReads } from '../pooled-connection.js'
import { pooledTransactions } from '../pooled-transactions.js'
import { postgresDialect } from './dialect.js'
import { OneSchemaDialect } from './own-introspector.js'
import { ownView, type PgliteDatabase, type PgPool, pgliteView, resultOf } from './pool.js'

/** Options for PostgreSQL and PGlite. */
export interface PostgresOptions extends OpenOptions {
  /** The schema of the tables, a name of letters, digits and `_`. It is created if it is missing. Default `public`. */
  readonly schema?: string
}

export async function postgresDatabase(
  pool: PgPool | string,
  options: PostgresOptions = {},
): Promise<Database> {
  const schema = checkedSchema(options.schema ?? 'public')
  const limits = limitsOf(options.limits)
  if (typeof pool !== 'string')
    return databaseOn(ownView(pool, schema, false, limits), schema, options, limits)
  const { default: pg } = await withDriver('pg', () => import('pg'))
  const own = new pg.Pool({
    connectionString: pool,
    max: limits.connections,
    connectionTimeoutMillis: patienceAtStart,
    keepAlive: true,
    pipeline: true,
  })
  // The pool replaces an idle connection that breaks.
  own.on('error', () => {})
  return databaseOn(ownView(own as unknown as PgPool, schema, true, limits), schema, options, limits)
}

export function pgliteDatabase(database: PgliteDatabase, options: PostgresOptions = {}): Database {
  const schema = checkedSchema(options.schema ?? 'public')
  const limits = limitsOf(options.limits)
  return databaseOn(pgliteView(database, schema, limits), schema, options, limits, true)
}

const begin = ['start transaction isolation level read committed']

function databaseOn(
  pool: PostgresPool & Partial<ReturnType<typeof ownView>>,
  schema: string,
  options: PostgresOptions,
  limits: Limits,
  oneConnection = false,
): Database {
  const { onQuery } = options
  const { open, pooledRows } = pool
  const dialect = new OneSchemaDialect(pool, schema, pooledRows && toldReads(pooledRows, onQuery))
  const db = new Kysely<Schema>({
    dialect,
    ...(onQuery ? { log: (event) => onQuery(event.query.sql) } : {}),
  })
  const transaction = open && pooledTransactions({ open, limits, begin, resultOf, dialect, onQuery })
  return {
    db,
    dialect: { ...postgresDialect(schema, oneConnection, transaction), end: () => pool.end() },
    tables,
    schema,
    limits,
    ...(pool.connectionUse ? { connectionUse: () => pool.connectionUse?.() as ConnectionUse } : {}),
    async prepare() {
      if (schema === 'public') return
      await sql`create schema if not exists ${sql.id(schema)}`.execute(db).catch((error: unknown) => {
        // Another process has just created it.
        if ((error as { code?: string }).code !== '23505') throw error
      })
    },
  }
}
