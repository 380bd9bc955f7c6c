import type { Storage } from '@opensupports/core'
import { openedStorage } from './database.js'
import { type PgliteDatabase, type PostgresOptions, pgliteDatabase } from './dialects/postgres/index.js'
import type { PgConnection, SqlTransaction } from './host-transaction.js'

export type { PgliteDatabase, PostgresOptions } from './dialects/postgres/index.js'
export type { PgConnection, SqlTransaction } from './host-transaction.js'

/**
 * Opens a storage in PGlite, an in-process PostgreSQL. It must have the extensions `citext` and `pg_trgm`, and stays
 * open when the storage is closed.
 */
export const pglite = async (
  database: PgliteDatabase,
  options: PostgresOptions = {},
): Promise<Storage<SqlTransaction<PgConnection>>> => openedStorage(pgliteDatabase(database, options), options)
