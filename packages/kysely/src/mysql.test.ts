import { testStorage } from '@opensupports/core/testing'
import { createConnection } from 'mysql2/promise'
import { afterAll, describe, test } from 'vitest'
import { mysql } from './index.js'

const url = process.env.TEST_MYSQL_URL ?? 'mysql://root@127.0.0.1:3306'
const server = await createConnection(url).catch(() => undefined)
if (!server) console.log(`MySQL: skipped, for want of a server (TEST_MYSQL_URL; there is none at ${url})`)
let made = 0

describe.skipIf(!server)('a MySQL or MariaDB server', () => {
  afterAll(() => server?.end())

  testStorage(
    async () => {
      const name = `os_test_${process.pid}_${made++}`
      await server?.query(`create database ${name} character set utf8mb4 collate utf8mb4_unicode_ci`)
      const address = new URL(url)
      address.pathname = `/${name}`
      const storage = await mysql(address.href)
      return {
        ...storage,
        async close() {
          await storage.close()
          await server?.query(`drop database ${name}`)
        },
      }
    },
    { test },
  )
})
