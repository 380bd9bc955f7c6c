import type { Migration } from 'kysely'
import type { Db } from '../schema.js'

export { type ColumnKind, type TableOfOld, tablesOf411 } from './tables.js'

/** Kysely 0.28 has its migrator at its front door, 0.29 in a room of its own. */
async function loadMigrator(): Promise<typeof import('kysely')['Migrator']> {
  const room = 'kysely/migration'
  const kysely = (await import(room).catch(() => import('kysely'))) as typeof import('kysely')
  return kysely.Migrator
}

/** Brings a database to the newest state; does nothing when it is there. Another process that migrates is waited for. */
export async function migrate(db: Db, migrations: Record<string, Migration>, schema?: string): Promise<void> {
  const Migrator = await loadMigrator()
  const migrator = new Migrator({
    db,
    provider: { getMigrations: async () => migrations },
    migrationTableName: 'os_migration',
    migrationLockTableName: 'os_migration_lock',
    ...(schema ? { migrationTableSchema: schema } : {}),
  })
  const { error } = await migrator.migrateToLatest()
  if (error) throw error
}
