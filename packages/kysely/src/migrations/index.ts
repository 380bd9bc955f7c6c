import { createHash } from 'node:crypto'
import type { Migration, Migrator } from 'kysely'
import { anyTable, type Db } from '../schema.js'
import { addMissing, type Target } from './add-missing.js'
import { loadMigrator } from './load-migrator.js'

/** Returns the migration's name for a description. A changed description is a new migration. */
function stateName({ tables, dialect: { ddl } }: Target): string {
  const text = JSON.stringify([tables, ddl.functions, ddl.searchIndexes(new Map())])
  return `schema-${createHash('sha256').update(text).digest('hex').slice(0, 12)}`
}

interface Migrations {
  readonly migrations: Record<string, Migration>
  /** The names of those that were executed. */
  readonly done: ReadonlySet<string>
  /** Whether the tables exist in which Kysely notes them. */
  readonly hasJournal: boolean
}

/** Returns the known migrations of a database. */
export async function migrationsOf(target: Target): Promise<Migrations> {
  const { db, dialect } = target
  const migrations: Record<string, Migration> = {}
  const executed = new Set<string>()
  const found = await dialect.tableNames.execute(db)
  const names = new Set(found.rows.map(({ name }) => name))
  const hasJournal = names.has('os_migration')
  if (hasJournal) {
    // Kysely requires that every executed migration is known, so declare those of earlier versions as no-ops.
    const done = await anyTable(db).selectFrom('os_migration').select('name').execute()
    for (const { name } of done) executed.add(String(name))
    for (const name of executed) migrations[name] = { up: async () => {} }
  }
  for (const [name, step] of Object.entries(dialect.ddl.steps)) {
    migrations[name] = {
      async up(tx) {
        if (names.has('user')) await step(tx as Db)
      },
    }
  }
  migrations[stateName(target)] = {
    up: (tx) => addMissing({ ...target, db: tx as Db }),
  }
  return { migrations, done: executed, hasJournal }
}

async function migratorOf(target: Target): Promise<Migrator> {
  const MigratorOfKysely = await loadMigrator()
  // Read them now: the migrator asks in its transaction, which holds SQLite's only connection.
  const { migrations } = await migrationsOf(target)
  return new MigratorOfKysely({
    db: target.db,
    provider: { getMigrations: async () => migrations },
    // The names are hashes, which have no order.
    allowUnorderedMigrations: true,
    migrationTableName: 'os_migration',
    migrationLockTableName: 'os_migration_lock',
    ...(target.schema ? { migrationTableSchema: target.schema } : {}),
  })
}

/**
 * Migrates a database to the described state. Waits while another process migrates.
 *
 * @returns the names of the migrations that were run
 */
export async function migrate(target: Target): Promise<readonly string[]> {
  const migrator = await migratorOf(target)
  const { error, results = [] } = await migrator.migrateToLatest()
  if (error) throw error
  await target.dialect.ddl.completeSearchIndexes?.(target.db)
  return results.map(({ migrationName }) => migrationName)
}

/** Returns the names of the pending migrations of a database. */
export async function pendingMigrations(target: Target): Promise<readonly string[]> {
  const migrator = await migratorOf(target)
  const known = await migrator.getMigrations()
  return known.flatMap(({ name, executedAt }) => (executedAt ? [] : name))
}
