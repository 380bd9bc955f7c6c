import { testStorage } from '@opensupports/core/testing'
import { afterAll, describe, test } from 'vitest'
import { postgresServer } from './servers.test-support.js'

/**
 * The rules of lists, searches and statistics, whose functions must be safe in parallel workers. Other rules have small
 * statements, which gain nothing there but take a hundred times as long.
 */
const reads = /^(?:owners|staff|statistics|text|ticket (?:filters|order|text)|user list):/

const parallel = await postgresServer({ parallel: true })
afterAll(() => parallel?.stop())

describe.skipIf(!parallel)('a PostgreSQL server that reads everything in parallel workers', () => {
  testStorage(
    async () => {
      const [storage] = (await parallel?.open(1)) ?? []
      if (!storage) throw new Error('no storage was opened')
      return storage
    },
    { test: (name, work) => reads.test(name) && test(name, work) },
  )
})
