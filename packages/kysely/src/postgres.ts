import type { Storage } from '@opensupports/core'
import { openedStorage } from './database.js'
import { type PgPool, type PostgresOptions, postgresDatabase } from './dialects/postgres/index.js'
import type { PgConnection, SqlTransaction } from './host-transaction.js'

export type { PgPool, PostgresOptions } from './dialects/postgres/index.js'
export type { PgConnection, SqlTransaction } from './host-transaction.js'

/**
 * Opens a storage in PostgreSQL 15 or later. The extensions citext and pg_trgm must exist, or the user must have the
 * right to create them.
 *
 * @param pool the address `postgres://user:password@host/database`, which needs the package `pg`; or a `pg` pool, which
 * stays open when the storage is closed
 */
export const postgres = async (
  pool: PgPool | string,
  options: PostgresOptions = {},
): Promise<Storage<SqlTransaction<PgConnection>>> =>
  openedStorage(await postgresDatabase(pool, options), options)
