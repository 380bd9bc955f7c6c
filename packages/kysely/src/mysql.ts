import type { Storage } from '@opensupports/core'
import type { MysqlPool } from 'kysely'
import { openedStorage } from './database.js'
import { type MysqlOptions, mysqlDatabase } from './dialects/mysql/index.js'
import type { MysqlConnection, SqlTransaction } from './host-transaction.js'

export type { MysqlOptions } from './dialects/mysql/index.js'
export type { MysqlConnection, SqlTransaction } from './host-transaction.js'

/**
 * Opens a storage in MySQL 8 or later, or MariaDB 10.6 or later.
 *
 * @param pool the address `mysql://user:password@host/database`, which needs the package `mysql2`; or a `mysql2` pool
 * created with `decimalNumbers: true`, which stays open when the storage is closed
 */
export const mysql = async (
  pool: MysqlPool | string,
  options: MysqlOptions = {},
): Promise<Storage<SqlTransaction<MysqlConnection>>> =>
  openedStorage(await mysqlDatabase(pool, options), options)
