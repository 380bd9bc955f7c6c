import type { Migration } from 'kysely'
import type { Db } from '../schema.js'

export { addressTables, lowerCaseAddresses } from './lower-case-addresses.js'
export { lockRowsAndIndexes } from './rows-to-lock.js'
export { type ColumnKind, type TableOfOld, tablesOf411 } from './tables.js'

/** Kysely 0.28 has its migrator at its front door, 0.29 in a room of its own. */
async function loadMigrator(): Promise<typeof import('kysely')['Migrator']> {
  const room = 'kysely/migration'
  const kysely = (await import(room).catch(() => import('kysely'))) as typeof import('kysely')
  return kysely.Migrator
}

async function migratorOf(db: Db, migrations: Record<string, Migration>, schema?: string) {
  const Migrator = await loadMigrator()
  return new Migrator({
    db,
    provider: { getMigrations: async () => migrations },
    migrationTableName: 'os_migration',
    migrationLockTableName: 'os_migration_lock',
    ...(schema ? { migrationTableSchema: schema } : {}),
  })
}

/**
 * Brings a database to the newest state; does nothing when it is there. Another process that migrates is waited for.
 *
 * @returns the names of the migrations that were run
 */
export async function migrate(
  db: Db,
  migrations: Record<string, Migration>,
  schema?: string,
): Promise<readonly string[]> {
  const migrator = await migratorOf(db, migrations, schema)
  const { error, results = [] } = await migrator.migrateToLatest()
  if (error) throw error
  return results.map(({ migrationName }) => migrationName)
}

/** The names of the migrations that a database still lacks. */
export async function pendingMigrations(
  db: Db,
  migrations: Record<string, Migration>,
  schema?: string,
): Promise<readonly string[]> {
  const migrator = await migratorOf(db, migrations, schema)
  const known = await migrator.getMigrations()
  return known.flatMap(({ name, executedAt }) => (executedAt ? [] : name))
}
