import type { Storage } from '@opensupports/core'
import { Kysely, PostgresDialect, type PostgresPool, sql } from 'kysely'
import {
  ownView,
  type PgliteDatabase,
  type PgPool,
  pgliteView,
  postgresDialect,
  postgresMigrations,
} from './dialects/postgres/index.js'
import { migrate } from './migrations/index.js'
import type { Schema } from './schema.js'
import { storageOn } from './storage.js'

export type { PgliteDatabase, PgPool } from './dialects/postgres/index.js'

/** How a PostgreSQL database is opened. */
export interface PostgresOptions {
  /** Where the tables are, a name of letters, digits and `_`; made when it is not there. Default `public`. */
  readonly schema?: string
  /** Whether the tables are brought to their newest state. Default true. */
  readonly migrate?: boolean
  /** Called with the text of every statement that is run: for counting and looking. */
  readonly onQuery?: (sql: string) => void
}

/**
 * Keeps a helpdesk in PostgreSQL, from 15 on. Its extensions citext and pg_trgm have to be there, or the user has to be
 * allowed to make them.
 *
 * @param pool a pool of the driver `pg`, which stays open when the storage is closed; or the address of a database,
 * as `postgres://user:password@host/database`, for which `pg` has to be installed
 */
export async function postgres(pool: PgPool | string, options: PostgresOptions = {}): Promise<Storage> {
  const schema = schemaOf(options)
  if (typeof pool !== 'string') return open(ownView(pool, schema, false), schema, options)
  const { default: pg } = await import('pg')
  const own = new pg.Pool({ connectionString: pool })
  // A connection that breaks while nobody uses it is replaced by another.
  own.on('error', () => {})
  return open(ownView(own as unknown as PgPool, schema, true), schema, options)
}

/**
 * Keeps a helpdesk in PGlite, a PostgreSQL within the process: made with the extensions `citext` and `pg_trgm`. It stays
 * open when the storage is closed.
 */
export async function pglite(database: PgliteDatabase, options: PostgresOptions = {}): Promise<Storage> {
  const schema = schemaOf(options)
  return open(pgliteView(database, schema), schema, options, true)
}

function schemaOf({ schema = 'public' }: PostgresOptions): string {
  if (!/^[a-z_][a-z0-9_]{0,62}$/i.test(schema)) throw new Error(`${schema} cannot be the name of a schema`)
  return schema
}

async function open(
  pool: PostgresPool,
  schema: string,
  options: PostgresOptions,
  oneConnection = false,
): Promise<Storage> {
  const db = new Kysely<Schema>({
    dialect: new PostgresDialect({ pool }),
    ...(options.onQuery ? { log: (event) => options.onQuery?.(event.query.sql) } : {}),
  })
  try {
    if (options.migrate ?? true) {
      if (schema !== 'public') await sql`create schema if not exists ${sql.id(schema)}`.execute(db)
      await migrate(db, postgresMigrations, schema)
    }
  } catch (error) {
    await db.destroy()
    throw error
  }
  return storageOn(db, postgresDialect(schema, oneConnection))
}
