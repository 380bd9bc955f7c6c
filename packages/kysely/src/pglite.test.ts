import type { PGlite } from '@electric-sql/pglite'
import type { Storage } from '@opensupports/core'
import { testStorage } from '@opensupports/core/testing'
import { afterAll, describe, test } from 'vitest'
import { pglite } from './pglite.js'
import { emptyPglite } from './pglite.test-support.js'

/** A storage on its own schema, reused by one test after another. */
interface Place {
  readonly database: PGlite
  readonly schema: string
  readonly storage: Storage
}

/**
 * Returns the statements that empty the tables and restart the ids. Truncating would be slower: it creates new files
 * for each table.
 */
async function emptying({ database, schema }: Omit<Place, 'storage'>): Promise<string> {
  const { rows } = await database.query<{ name: string; sequence: string | null }>(
    `select t.name, pg_get_serial_sequence(t.name, 'id') as sequence
      from (select format('%I.%I', schemaname, tablename) as name, schemaname, tablename from pg_tables
        where schemaname = $1 and tablename not like 'os\\_migration%' and tablename <> 'os_lock') t
      join pg_attribute a on a.attrelid = t.name::regclass and a.attname = 'id'
      union all select format('%I.%I', schemaname, tablename), null from pg_tables
        where schemaname = $1 and tablename not like 'os\\_migration%' and tablename <> 'os_lock'
          and not exists (select from pg_attribute where attname = 'id'
            and attrelid = format('%I.%I', schemaname, tablename)::regclass)`,
    [schema],
  )
  const sequences = rows.flatMap(({ sequence }) => (sequence ? `setval('${sequence}', 1, false)` : []))
  return [
    'set session_replication_role = replica',
    ...rows.map(({ name }) => `delete from ${name}`),
    'set session_replication_role = default',
    `select ${sequences.join(', ')}`,
  ].join(';')
}

describe('PGlite', () => {
  // PGlite has a single connection. Several databases let the storages of one test run without waiting for each other.
  const databases = [emptyPglite(), emptyPglite(), emptyPglite()]
  const free: Place[] = []
  const emptyings = new Map<string, string>()
  let made = 0
  afterAll(async () => {
    for (const database of databases) await (await database).close()
  })

  async function makePlace(): Promise<Place> {
    const database = (await databases[made % databases.length]) as PGlite
    const schema = `os_test_${made++}`
    const storage = await pglite(database, { schema })
    emptyings.set(schema, await emptying({ database, schema }))
    return { database, schema, storage }
  }

  async function open(): Promise<Storage> {
    const place = free.shift() ?? (await makePlace())
    return {
      ...place.storage,
      async close() {
        await place.database.exec(emptyings.get(place.schema) ?? '')
        free.push(place)
      },
    }
  }

  testStorage(open, { test })
})
