import { PGlite } from '@electric-sql/pglite'
import { citext } from '@electric-sql/pglite/contrib/citext'
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm'
import type { Storage } from '@opensupports/core'
import { testStorage } from '@opensupports/core/testing'
import { afterAll, describe, test } from 'vitest'
import { pglite } from './index.js'

let made = 0

/** A storage whose schema goes with it. */
const passing = (storage: Storage, drop: () => Promise<unknown>): Storage => ({
  ...storage,
  async close() {
    await storage.close()
    await drop()
  },
})

describe('PGlite', () => {
  // Each has one connection: storages that a test makes beside each other do not wait for one another.
  const databases = Array.from({ length: 3 }, () => new PGlite({ extensions: { citext, pg_trgm } }))
  afterAll(() => Promise.all(databases.map((database) => database.close())))

  testStorage(
    async () => {
      const schema = `os_test_${made++}`
      const database = databases[made % databases.length] as PGlite
      return passing(await pglite(database, { schema }), () => database.exec(`drop schema ${schema} cascade`))
    },
    { test },
  )
})
