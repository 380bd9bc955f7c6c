import type { Storage } from '@opensupports/core'
import { openedStorage } from './database.js'
import { type SqliteOptions, sqliteDatabase } from './dialects/sqlite/index.js'
import type { SqliteConnection, SqlTransaction } from './host-transaction.js'

export type { SqliteOptions } from './dialects/sqlite/index.js'
export type { SqliteConnection, SqlTransaction } from './host-transaction.js'

/**
 * Opens a storage in a SQLite file. Creates the file if it is missing, readable by its owner only. `:memory:` keeps the
 * data in memory. Uses a write-ahead log, so readers do not wait for writers. Several processes may share the file.
 *
 * @throws DatabaseError with the path if the file cannot be opened
 * @example
 * const helpdesk = new OpenSupports({ storage: await sqlite('helpdesk.db') })
 */
export const sqlite = async (
  file: string,
  options: SqliteOptions = {},
): Promise<Storage<SqlTransaction<SqliteConnection>>> =>
  openedStorage(await sqliteDatabase(file, options), options)
