import type { PGlite } from '@electric-sql/pglite'
import type { Storage } from '@opensupports/core'
import { testStorage } from '@opensupports/core/testing'
import { afterAll, describe, test } from 'vitest'
import { emptying } from './emptying.test-support.js'
import { pglite } from './pglite.js'
import { emptyPglite } from './pglite.test-support.js'

/** A storage on its own schema, reused by one test after another. */
interface Place {
  readonly database: PGlite
  readonly schema: string
  readonly storage: Storage
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
    emptyings.set(schema, await emptying(database, schema))
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
