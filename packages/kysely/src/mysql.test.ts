import { testStorage } from '@opensupports/core/testing'
import { afterAll, describe, test } from 'vitest'
import { mysqlServer } from './servers.test-support.js'

const server = await mysqlServer()
afterAll(() => server?.stop())

describe.skipIf(!server)('a MySQL or MariaDB server', () => {
  testStorage(
    async () => {
      const [storage] = (await server?.open(1)) ?? []
      if (!storage) throw new Error('no storage was opened')
      return storage
    },
    { test },
  )
})
