import { testStorage } from '@opensupports/core/testing'
import { afterAll, describe, test } from 'vitest'
import { postgresServer } from './servers.test-support.js'

const parallel = await postgresServer({ parallel: true })
afterAll(() => parallel?.stop())

describe.skipIf(!parallel)('a PostgreSQL server that does everything in parallel workers', () => {
  testStorage(
    async () => {
      const [storage] = (await parallel?.open(1)) ?? []
      if (!storage) throw new Error('no storage was opened')
      return storage
    },
    { test },
  )
})
