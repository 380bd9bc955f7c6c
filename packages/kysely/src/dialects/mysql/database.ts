import { tables } from '@opensupports/core/schema'
import { Kysely, type MysqlPool, sql } from 'kysely'
import { type Database, NotAdoptedError, type OpenOptions } from '../../database.js'
import { type Limits, limitsOf, patienceAtStart } from '../../limits.js'
import type { Schema } from '../../schema.js'
import { withDriver } from '../driver.js'
import { toldReads } from '../pooled-connection.js'
import { pooledTransactions } from '../pooled-transactions.js'
import { mysqlDialect } from './dialect.js'
import { mysqlView } from './pool.js'
import { MysqlLikeOthers, resultOf } from './statements.js'

/** Options for MySQL and MariaDB. */
export type MysqlOptions = OpenOptions

export async function mysqlDatabase(pool: MysqlPool | string, options: MysqlOptions = {}): Promise<Database> {
  const limits = limitsOf(options.limits)
  const isOurs = typeof pool === 'string'
  const view = mysqlView(isOurs ? await makePool(pool, limits) : pool, isOurs, limits)
  const { onQuery } = options
  const dialect = new MysqlLikeOthers({ pool: view }, toldReads(view.pooledRows, onQuery))
  const begin = isOurs ? ['begin'] : ['set transaction isolation level read committed', 'begin']
  const { open } = view
  const transaction = pooledTransactions({ open, limits, begin, resultOf, dialect, onQuery })
  const db = new Kysely<Schema>({
    dialect,
    ...(onQuery ? { log: (event) => onQuery(event.query.sql) } : {}),
  })
  return {
    db,
    dialect: {
      ...mysqlDialect(db, isOurs, transaction),
      end: () => new Promise((resolve) => view.end(() => resolve())),
    },
    tables,
    limits,
    connectionUse: () => view.connectionUse(),
    check: () => refuseUnadopted(db),
  }
}

/**
 * Throws NotAdoptedError if the tables are those of OpenSupports 4.11. They must be adopted first, not migrated: columns are
 * missing, and some rows may violate the unique indexes of this version.
 */
async function refuseUnadopted(db: Database['db']): Promise<void> {
  const { rows } = await sql<{ name: string }>`select table_name as name from information_schema.tables
    where table_schema = database() and table_name in ('setting', 'ticket', 'os_migration')`.execute(db)
  const names = rows.map(({ name }) => name)
  if (names.length > 0 && !names.includes('os_migration')) throw new NotAdoptedError()
}

async function makePool(uri: string, { connections }: Limits): Promise<MysqlPool> {
  const { createPool } = await withDriver('mysql2', () => import('mysql2'))
  const pool = createPool({
    uri,
    decimalNumbers: true,
    charset: 'utf8mb4_unicode_ci',
    supportBigNumbers: true,
    connectionLimit: connections,
    connectTimeout: patienceAtStart,
  })
  return pool as unknown as MysqlPool
}
