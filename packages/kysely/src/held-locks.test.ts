import { guest, type Storage } from '@opensupports/core'
import { createTestHelpdesk } from '@opensupports/core/testing'
import { createConnection } from 'mysql2/promise'
import pg from 'pg'
import { afterAll, describe, expect, onTestFinished, test } from 'vitest'
import { openStorage, type ServerLimits } from './index.js'
import { mysqlServer, postgresServer } from './servers.test-support.js'

const servers = { PostgreSQL: await postgresServer(), 'MySQL or MariaDB': await mysqlServer() }
afterAll(async () => {
  for (const server of Object.values(servers)) await server?.stop()
})

const silent = { info: () => {}, warn: () => {}, error: () => {} }

/** Another session on the database of a storage. */
interface OtherSession {
  /** Runs statements one after another. */
  run(...statements: readonly string[]): Promise<void>
  /** Cuts all other connections to the database. */
  cutOthers(): Promise<void>
}

async function onPostgres(address: string): Promise<OtherSession> {
  const url = new URL(address)
  const schema = url.searchParams.get('schema')
  url.search = ''
  const client = new pg.Client({ connectionString: url.href })
  await client.connect()
  await client.query(`set search_path to ${schema}, public`)
  onTestFinished(() => client.end())
  return {
    async run(...statements) {
      for (const statement of statements) await client.query(statement)
    },
    cutOthers: async () => {
      await client.query(
        `select pg_terminate_backend(pid) from pg_stat_activity where application_name = '${schema}'`,
      )
    },
  }
}

async function onMysql(address: string): Promise<OtherSession> {
  const connection = await createConnection(address)
  onTestFinished(() => connection.end())
  return {
    async run(...statements) {
      for (const statement of statements) await connection.query(statement)
    },
    async cutOthers() {
      const [rows] = await connection.query('show processlist')
      const database = new URL(address).pathname.slice(1)
      for (const { Id, db } of rows as { Id: number; db: string }[])
        if (db === database && Id !== connection.threadId) await connection.query(`kill ${Id}`)
    },
  }
}

const engines = [
  {
    name: 'PostgreSQL',
    connect: onPostgres,
    rowLock: ['begin', "select * from setting where name = 'title' for update"],
    tableLock: ['begin', 'lock table setting in access exclusive mode'],
    unlock: ['rollback'],
  },
  {
    name: 'MySQL or MariaDB',
    connect: onMysql,
    rowLock: ['begin', "select * from setting where name = 'title' for update"],
    tableLock: ['lock tables setting write'],
    unlock: ['rollback', 'unlock tables'],
  },
] as const

for (const { name, connect, rowLock, tableLock, unlock } of engines) {
  const server = servers[name]
  describe.skipIf(!server)(`while another session of ${name} holds a lock`, () => {
    async function opened(limits: ServerLimits): Promise<{ storage: Storage; other: OtherSession }> {
      const given = (await server?.empty()) ?? ''
      const address = new URL(given)
      const schema = address.searchParams.get('schema')
      if (schema) address.searchParams.set('application_name', schema)
      const storage = await openStorage(address.href, { limits: { lockTimeout: 50, ...limits } })
      onTestFinished(() => storage.close())
      return { storage, other: await connect(given) }
    }

    test('a write of its row is DATABASE_BUSY and changes nothing, and reads go on', async () => {
      const { storage, other } = await opened({})
      await storage.settings.set({ title: 'Before' })
      await other.run(...rowLock)
      await expect(storage.settings.set({ title: 'Lost' })).rejects.toMatchObject({ code: 'DATABASE_BUSY' })
      expect(await storage.settings.all()).toEqual({ title: 'Before' })
      await other.run(...unlock)
      await storage.settings.set({ title: 'After' })
      expect(await storage.settings.all()).toEqual({ title: 'After' })
    })

    test('each of many calls on its table is DATABASE_BUSY, and the next one succeeds after it', async () => {
      const { storage, other } = await opened({ connections: 2, connectTimeout: 50 })
      const { helpdesk } = await createTestHelpdesk({ storage, log: silent })
      await other.run(...tableLock)
      const calls = Array.from({ length: 10 }, () =>
        helpdesk.system.getSettings(guest).then(
          () => 'done',
          (error: unknown) => (error as { code: string }).code,
        ),
      )
      expect(await Promise.all(calls)).toEqual(Array(10).fill('DATABASE_BUSY'))
      await other.run(...unlock)
      expect(await helpdesk.system.getSettings(guest)).toMatchObject({ language: 'en' })
    })

    test('reads succeed at the first try after all connections were cut', async () => {
      const { storage, other } = await opened({ connections: 1 })
      await storage.settings.set({ title: 'Before' })
      for (let times = 0; times < 3; times++) {
        await other.cutOthers()
        expect(await storage.settings.all()).toEqual({ title: 'Before' })
      }
    })
  })
}

function signal() {
  let resolve = () => {}
  const promise = new Promise<void>((done) => {
    resolve = done
  })
  return { promise, resolve }
}

test.skipIf(!servers.PostgreSQL)(
  'two transactions that wait for each other both succeed, by default',
  async () => {
    const storage = await openStorage((await servers.PostgreSQL?.empty()) ?? '')
    onTestFinished(() => storage.close())
    for (const name of ['one', 'two']) await storage.settings.set({ [name]: 'before' })
    const holding = [signal(), signal()]
    const run = (place: number, first: string, second: string) =>
      storage.transaction(async (tx) => {
        await tx.settings.set({ [first]: 'after' })
        holding[place]?.resolve()
        await holding[1 - place]?.promise
        await tx.settings.set({ [second]: 'after' })
      })
    await Promise.all([run(0, 'one', 'two'), run(1, 'two', 'one')])
    expect(await storage.settings.all()).toEqual({ one: 'after', two: 'after' })
  },
)
