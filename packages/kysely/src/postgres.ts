import type { Storage } from '@opensupports/core'
import { tables } from '@opensupports/core/schema'
import { Kysely, type PostgresPool, sql } from 'kysely'
import { type Database, type OpenOptions, openedStorage } from './database.js'
import {
  OneSchemaDialect,
  ownView,
  type PgliteDatabase,
  type PgPool,
  pgliteView,
  postgresDialect,
} from './dialects/postgres/index.js'
import { type Limits, limitsOf, patienceAtStart } from './limits.js'
import type { Schema } from './schema.js'

export type { PgliteDatabase, PgPool } from './dialects/postgres/index.js'

/** Options for PostgreSQL and PGlite. */
export interface PostgresOptions extends OpenOptions {
  /** The schema of the tables, a name of letters, digits and `_`. It is created if it is missing. Default `public`. */
  readonly schema?: string
}

/**
 * Opens a storage in PostgreSQL 15 or later. The extensions citext and pg_trgm must exist, or the user must have the
 * right to create them.
 *
 * @param pool the address `postgres://user:password@host/database`, which needs the package `pg`; or a `pg` pool, which
 * stays open when the storage is closed
 */
export const postgres = async (pool: PgPool | string, options: PostgresOptions = {}): Promise<Storage> =>
  openedStorage(await postgresDatabase(pool, options), options)

export async function postgresDatabase(
  pool: PgPool | string,
  options: PostgresOptions = {},
): Promise<Database> {
  const schema = schemaOf(options)
  const limits = limitsOf(options.limits)
  if (typeof pool !== 'string')
    return databaseOn(ownView(pool, schema, false, limits), schema, options, limits)
  const { default: pg } = await import('pg')
  const own = new pg.Pool({
    connectionString: pool,
    max: limits.connections,
    connectionTimeoutMillis: patienceAtStart,
    keepAlive: true,
  })
  // The pool replaces an idle connection that breaks.
  own.on('error', () => {})
  return databaseOn(ownView(own as unknown as PgPool, schema, true, limits), schema, options, limits)
}

/**
 * Opens a storage in PGlite, an in-process PostgreSQL. It must have the extensions `citext` and `pg_trgm`, and stays
 * open when the storage is closed.
 */
export const pglite = async (database: PgliteDatabase, options: PostgresOptions = {}): Promise<Storage> =>
  openedStorage(pgliteDatabase(database, options), options)

export function pgliteDatabase(database: PgliteDatabase, options: PostgresOptions = {}): Database {
  const schema = schemaOf(options)
  const limits = limitsOf(options.limits)
  return databaseOn(pgliteView(database, schema, limits), schema, options, limits, true)
}

function schemaOf({ schema = 'public' }: PostgresOptions): string {
  if (!/^[a-z_][a-z0-9_]{0,62}$/i.test(schema)) throw new Error(`${schema} is not a valid schema name`)
  return schema
}

function databaseOn(
  pool: PostgresPool,
  schema: string,
  options: PostgresOptions,
  limits: Limits,
  oneConnection = false,
): Database {
  const db = new Kysely<Schema>({
    dialect: new OneSchemaDialect(pool, schema),
    ...(options.onQuery ? { log: (event) => options.onQuery?.(event.query.sql) } : {}),
  })
  return {
    db,
    dialect: postgresDialect(schema, oneConnection),
    tables,
    schema,
    limits,
    async prepare() {
      if (schema === 'public') return
      await sql`create schema if not exists ${sql.id(schema)}`.execute(db).catch((error: unknown) => {
        // Another process has just created it.
        if ((error as { code?: string }).code !== '23505') throw error
      })
    },
  }
}
