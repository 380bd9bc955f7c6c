import { testStorage } from '@opensupports/core/testing'
import { afterAll, describe, expect, test } from 'vitest'
import { openStorage } from './index.js'
import { openDatabase } from './open-storage.js'
import { postgres } from './postgres.js'
import { postgresServer } from './servers.test-support.js'

const server = await postgresServer()
afterAll(() => server?.stop())

describe.skipIf(!server)('a PostgreSQL server', () => {
  testStorage(
    async () => {
      const [storage] = (await server?.open(1)) ?? []
      if (!storage) throw new Error('no storage was opened')
      return storage
    },
    { test },
  )

  test('two processes can start at once and both find the tables', async () => {
    const storages = await Promise.all(((await server?.open(2)) ?? []).map(async (storage) => storage))
    for (const storage of storages) {
      expect(await storage.staff.count()).toBe(0)
      await storage.close()
    }
  })

  test('an unfinished adoption in one schema does not block another schema', async () => {
    const [one, other] = [(await server?.empty()) ?? '', (await server?.empty()) ?? '']
    await (await openStorage(one)).close()
    const { db } = await openDatabase(one)
    await db.schema.createTable('os_adoption').addColumn('name', 'text').execute()
    expect(new Set((await db.introspection.getTables()).map(({ schema }) => schema)).size).toBe(1)
    await db.destroy()
    await expect(openStorage(one)).rejects.toThrow('unfinished')
    await (await openStorage(other)).close()
  })
})

test('rejects a schema that is not a plain name', async () => {
  const pool = { connect: () => Promise.reject(new Error('never')), end: async () => {} }
  await expect(postgres(pool, { schema: 'x"; drop schema public; --' })).rejects.toThrow(
    'not a valid schema name',
  )
})
