import { PGlite } from '@electric-sql/pglite'
import { citext } from '@electric-sql/pglite/contrib/citext'
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm'
import type { Storage } from '@opensupports/core'
import { testStorage } from '@opensupports/core/testing'
import { afterAll, describe, test } from 'vitest'
import { pglite } from './index.js'
import { emptyTables } from './servers.test-support.js'

/** A migrated schema of a database, which no test uses now. */
interface Place {
  readonly database: PGlite
  readonly schema: string
}

describe('PGlite', () => {
  // Each has one connection: storages that a test opens beside each other do not wait for one another.
  const databases = Array.from({ length: 3 }, () => new PGlite({ extensions: { citext, pg_trgm } }))
  const free: Place[] = databases.map((database, index) => ({ database, schema: `os_test_${index}` }))
  let made = free.length
  afterAll(() => Promise.all(databases.map((database) => database.close())))

  /** Opens a storage on empty tables. Emptying tables takes a tenth of the time of making them. */
  async function open(): Promise<Storage> {
    const database = databases[made % databases.length] as PGlite
    const place = free.shift() ?? { database, schema: `os_test_${made++}` }
    const storage = await pglite(place.database, { schema: place.schema })
    return {
      ...storage,
      async close() {
        await storage.close()
        await emptyTables(place.database, place.schema)
        free.push(place)
      },
    }
  }

  testStorage(open, { test })
})
