import { testStorage } from '@opensupports/core/testing'
import { afterAll, describe, test } from 'vitest'
import { postgresServer } from './servers.test-support.js'

/**
 * The rules of searches: functions of our own fold and find texts, and must be safe in parallel workers. Other rules call
 * built-in functions only, and take minutes there, since each statement starts workers.
 */
const searches = /^(?:text|ticket text|user list):/

const parallel = await postgresServer({ parallel: true })
afterAll(() => parallel?.stop())

describe.skipIf(!parallel)('a PostgreSQL server that reads everything in parallel workers', () => {
  testStorage(
    async () => {
      const [storage] = (await parallel?.open(1)) ?? []
      if (!storage) throw new Error('no storage was opened')
      return storage
    },
    { test: (name, work) => searches.test(name) && test(name, work) },
  )
})
