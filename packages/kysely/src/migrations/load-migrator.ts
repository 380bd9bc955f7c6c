import type { Migrator } from 'kysely'

/** Returns the class Migrator. Kysely 0.28 exports it from its main entry, 0.29 from a subpath. */
export async function loadMigrator(): Promise<
  new (
    ...args: ConstructorParameters<typeof Migrator>
  ) => Migrator
> {
  const subpath = 'kysely/migration'
  const kysely = (await import(subpath).catch(() => import('kysely'))) as typeof import('kysely')
  return kysely.Migrator
}
