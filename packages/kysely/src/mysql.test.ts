import { testStorage } from '@opensupports/core/testing'
import { sql } from 'kysely'
import { createConnection } from 'mysql2'
import { afterAll, describe, expect, onTestFinished, test } from 'vitest'
import { mysqlHost } from './dialects/mysql/host.js'
import { openStorage } from './index.js'
import { openDatabase } from './open-storage.js'
import type { Db } from './schema.js'
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

  test('an error has the text of its statement, without the values', async () => {
    const address = (await server?.empty()) ?? ''
    await (await openStorage(address)).close()
    const { db, dialect } = await openDatabase(address)
    onTestFinished(() => dialect.end?.())
    const host = createConnection({ uri: address })
    onTestFinished(() => host.destroy())
    const fail = (on: Db) => sql`select ${'private words'} from nowhere`.execute(on)
    const inHost = async () => {
      await host.promise().query('set session transaction isolation level read committed')
      await host.promise().query('start transaction')
      await mysqlHost.within(host, fail)
    }
    for (const failing of [() => fail(db), () => dialect.transaction(db, fail), inHost]) {
      const error: unknown = await failing().catch((thrown: unknown) => thrown)
      expect(error).toMatchObject({ sql: 'select ? from nowhere' })
      expect(String(error)).not.toContain('private words')
    }
  })
})
