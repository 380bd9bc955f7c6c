import { type Migration, Migrator } from 'kysely'
import type { Db } from '../schema.js'

export { sqliteMigrations } from './sqlite.js'

/** Brings a database to the newest state; does nothing when it is there. Another process that migrates is waited for. */
export async function migrate(db: Db, migrations: Record<string, Migration>): Promise<void> {
  const migrator = new Migrator({
    db,
    provider: { getMigrations: async () => migrations },
    migrationTableName: 'os_migration',
    migrationLockTableName: 'os_migration_lock',
  })
  const { error } = await migrator.migrateToLatest()
  if (error) throw error
}
