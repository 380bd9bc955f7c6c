import type { Storage } from '@opensupports/core'
import { Kysely, type MysqlPool } from 'kysely'
import { MysqlLikeOthers, mysqlDialect, mysqlMigrations } from './dialects/mysql/index.js'
import { migrate } from './migrations/index.js'
import type { Schema } from './schema.js'
import { storageOn } from './storage.js'

/** How a MySQL or MariaDB database is opened. */
export interface MysqlOptions {
  /** Whether the tables are brought to their newest state. Default true. */
  readonly migrate?: boolean
  /** Called with the text of every statement that is run: for counting and looking. */
  readonly onQuery?: (sql: string) => void
}

/**
 * Keeps a helpdesk in MySQL (from 8 on) or MariaDB (from 10.6 on).
 *
 * @param pool a pool of the driver `mysql2`, made with `decimalNumbers: true`; or the address of a database, as
 * `mysql://user:password@host/database`, for which `mysql2` has to be installed. A pool of yours is not closed.
 */
export async function mysql(pool: MysqlPool | string, options: MysqlOptions = {}): Promise<Storage> {
  const used = typeof pool === 'string' ? await makePool(pool) : { ...lent(pool) }
  const db = new Kysely<Schema>({
    dialect: new MysqlLikeOthers({ pool: used }),
    ...(options.onQuery ? { log: (event) => options.onQuery?.(event.query.sql) } : {}),
  })
  try {
    if (options.migrate ?? true) await migrate(db, mysqlMigrations)
  } catch (error) {
    await db.destroy()
    throw error
  }
  return storageOn(db, mysqlDialect)
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

/** A pool that stays open when the storage is closed. */
const lent = (pool: MysqlPool): MysqlPool => ({
  getConnection: (callback) => pool.getConnection(callback),
  end: (callback) => callback(undefined),
})
