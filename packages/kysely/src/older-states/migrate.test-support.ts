import type { Migration } from 'kysely'
import type { Database } from '../database.js'
import { loadMigrator } from '../migrations/load-migrator.js'

/** Runs the migrations of an earlier version on an empty database. */
export async function migrateTo(
  { db, schema }: Database,
  migrations: readonly (readonly [name: string, migration: Migration])[],
): Promise<void> {
  const Migrator = await loadMigrator()
  const migrator = new Migrator({
    db,
    provider: { getMigrations: async () => Object.fromEntries(migrations) },
    migrationTableName: 'os_migration',
    migrationLockTableName: 'os_migration_lock',
    ...(schema ? { migrationTableSchema: schema } : {}),
  })
  const { error } = await migrator.migrateToLatest()
  if (error) throw error
}
