import type { Storage } from '@opensupports/core'
import { tables } from '@opensupports/core/schema'
import { CompiledQuery, type DatabaseConnection, Kysely, type MysqlPool, sql } from 'kysely'
import { type Database, NotAdoptedError, type OpenOptions, openedStorage } from './database.js'
import { MysqlLikeOthers, mysqlDialect } from './dialects/mysql/index.js'
import type { Schema } from './schema.js'

/** Options for MySQL and MariaDB. */
export type MysqlOptions = OpenOptions

/**
 * Opens a storage in MySQL 8 or later, or MariaDB 10.6 or later.
 *
 * @param pool the address `mysql://user:password@host/database`, which needs the package `mysql2`; or a `mysql2` pool
 * created with `decimalNumbers: true`, which stays open when the storage is closed
 */
export const mysql = async (pool: MysqlPool | string, options: MysqlOptions = {}): Promise<Storage> =>
  openedStorage(await mysqlDatabase(pool, options), options)

export async function mysqlDatabase(pool: MysqlPool | string, options: MysqlOptions = {}): Promise<Database> {
  const used = typeof pool === 'string' ? await makePool(pool) : lent(pool)
  const db = new Kysely<Schema>({
    dialect: new MysqlLikeOthers({
      pool: used,
      // Single statements use the session's isolation level. The default, REPEATABLE READ, takes gap locks.
      ...(typeof pool === 'string' ? { onCreateConnection: readCommitted } : {}),
    }),
    ...(options.onQuery ? { log: (event) => options.onQuery?.(event.query.sql) } : {}),
  })
  return { db, dialect: mysqlDialect, tables, check: () => refuseUnadopted(db) }
}

const readCommitted = async (connection: DatabaseConnection) => {
  await connection.executeQuery(CompiledQuery.raw('set session transaction isolation level read committed'))
}

/** Tables of 4.11 lack columns, and may hold rows that violate the unique indexes of this version. */
async function refuseUnadopted(db: Database['db']): Promise<void> {
  const { rows } = await sql<{ name: string }>`select table_name as name from information_schema.tables
    where table_schema = database() and table_name in ('setting', 'ticket', 'os_migration')`.execute(db)
  const names = rows.map(({ name }) => name)
  if (names.length > 0 && !names.includes('os_migration')) throw new NotAdoptedError()
}

async function makePool(uri: string): Promise<MysqlPool> {
  const { createPool } = await import('mysql2')
  const pool = createPool({
    uri,
    decimalNumbers: true,
    charset: 'utf8mb4_unicode_ci',
    supportBigNumbers: true,
  })
  return pool as unknown as MysqlPool
}

/** Wraps a pool of the caller, which stays open when the storage is closed. */
const lent = (pool: MysqlPool): MysqlPool => ({
  getConnection: (callback) => pool.getConnection(callback),
  end: (callback) => callback(undefined),
})
