import { setTimeout as wait } from 'node:timers/promises'
import { OpenSupports, OpenSupportsError, type Storage } from '@opensupports/core'
import { createPool } from 'mysql2'
import { createConnection } from 'mysql2/promise'
import pg from 'pg'
import { afterAll, describe, expect, onTestFinished, test } from 'vitest'
import { mysql } from './mysql.js'
import { type PgPool, postgres } from './postgres.js'
import { mysqlServer, postgresServer } from './servers.test-support.js'

const servers = { postgres: await postgresServer(), mysql: await mysqlServer() }
afterAll(async () => {
  for (const server of Object.values(servers)) await server?.stop()
})

/** Makes the next matching statements fail with an error of the server. */
interface Failing {
  pattern: RegExp
  times: number
  error: object
}

const failure = (error: object) => Object.assign(new Error('the server says: update `user` set …'), error)

interface Opened {
  readonly storage: Storage
  fail(failing: Failing): void
  /** Terminates all connections of the storage from the server's side. */
  cutAll(): Promise<void>
}

async function onPostgres(): Promise<Opened> {
  const address = new URL((await servers.postgres?.empty()) ?? '')
  const schema = address.searchParams.get('schema') ?? ''
  address.search = ''
  const pool = new pg.Pool({ connectionString: address.href, application_name: schema })
  pool.on('error', () => {})
  let failing: Failing | undefined
  const view: PgPool = {
    async connect() {
      const client = await pool.connect()
      return {
        async query(config) {
          if (failing && failing.times > 0 && failing.pattern.test(config.text)) {
            failing.times--
            throw failure(failing.error)
          }
          return client.query(config as pg.QueryConfig)
        },
        release: (discard) => client.release(discard),
        on: (event, listener) => client.on(event, listener),
        off: (event, listener) => client.off(event, listener),
      }
    },
    end: () => pool.end(),
  }
  const storage = await postgres(view, { schema })
  onTestFinished(async () => {
    await storage.close()
    await pool.end()
  })
  return {
    storage,
    fail(next) {
      failing = next
    },
    async cutAll() {
      const client = new pg.Client({ connectionString: address.href })
      await client.connect()
      await client.query(
        'select pg_terminate_backend(pid) from pg_stat_activity where application_name = $1',
        [schema],
      )
      await client.end()
    },
  }
}

async function onMysql(): Promise<Opened> {
  const address = (await servers.mysql?.empty()) ?? ''
  const pool = createPool({ uri: address, decimalNumbers: true, charset: 'utf8mb4_unicode_ci' })
  let failing: Failing | undefined
  type Lend = Parameters<typeof mysql>[0] extends infer Pool ? Exclude<Pool, string> : never
  const view: Lend = {
    getConnection(callback) {
      pool.getConnection((error, connection) => {
        if (error) return callback(error, undefined as never)
        const query = (text: string, values: unknown[], done: (error: unknown, result: unknown) => void) => {
          if (failing && failing.times > 0 && failing.pattern.test(text)) {
            failing.times--
            done(failure(failing.error), undefined)
            return undefined as never
          }
          return connection.query(text, values, done as never) as never
        }
        callback(undefined as never, { query, release: () => connection.release() } as never)
      })
    },
    end: (callback) => callback(undefined),
  }
  const storage = await mysql(view)
  onTestFinished(async () => {
    await storage.close()
    await new Promise<void>((ended) => void pool.end(() => ended()))
  })
  return {
    storage,
    fail(next) {
      failing = next
    },
    async cutAll() {
      const server = await createConnection(address)
      const [rows] = await server.query('show processlist')
      const database = new URL(address).pathname.slice(1)
      for (const { Id, db } of rows as { Id: number; db: string }[]) {
        if (db === database && Id !== server.threadId) await server.query(`kill ${Id}`)
      }
      await server.end()
    },
  }
}

/** An error of a PostgreSQL server, as opposed to one of its driver. */
const refusal = (code: string) => ({ severity: 'ERROR', code })

const silent = { info: () => {}, warn: () => {}, error: () => {} }
const engines = [
  ['PostgreSQL', servers.postgres, onPostgres, [refusal('40001'), refusal('40P01')], refusal('22003')],
  ['MySQL or MariaDB', servers.mysql, onMysql, [{ errno: 1213 }, { errno: 1205 }], { errno: 1317 }],
] as const

for (const [name, server, open, clashes, other] of engines) {
  describe.skipIf(!server)(name, () => {
    test.each(clashes.map((clash) => [clash]))('retries a statement after the clash %j', async (error) => {
      const { storage, fail } = await open()
      await storage.settings.set({ title: 'Before' })
      fail({ pattern: /setting/, times: 2, error })
      await storage.settings.set({ title: 'After' })
      fail({ pattern: /setting/, times: 2, error })
      expect(await storage.settings.all()).toEqual({ title: 'After' })
    })

    test('reports another failure as INTERNAL_ERROR, without the message of the database', async () => {
      const { storage, fail } = await open()
      const logged: object[] = []
      const log = { ...silent, error: (entry: object) => void logged.push(entry) }
      const helpdesk = new OpenSupports({ storage, log, passwordCost: 4 })
      await helpdesk.install({ admin: { name: 'Ada', email: 'ada@example.com', password: 'correct horse' } })
      fail({ pattern: /department/, times: 100, error: other })
      const thrown: unknown = await helpdesk.staff
        .get(helpdesk.actingAs({ staff: 1 }))
        .catch((each: unknown) => each)
      expect(thrown).toBeInstanceOf(OpenSupportsError)
      expect(thrown).toMatchObject({ code: 'INTERNAL_ERROR' })
      expect(String(thrown)).not.toContain('update')
      expect(logged).toMatchObject([{ err: { message: expect.stringContaining('update') } }])
    })

    test('a connection lost within a transaction fails only it, and does not crash the process', async () => {
      const { storage, cutAll } = await open()
      await storage.settings.set({ title: 'Before' })
      const broken = storage.transaction(async (tx) => {
        await tx.settings.set({ title: 'Lost' })
        await cutAll()
        await wait(100)
        return tx.settings.all()
      })
      await expect(broken).rejects.toThrow()
      for (let tries = 0; tries < 12; tries++) await storage.settings.all().catch(() => {})
      expect(await storage.settings.all()).toEqual({ title: 'Before' })
    })

    test('lost connections do not fail later statements', async () => {
      const { storage, cutAll } = await open()
      await storage.settings.set({ title: 'Before' })
      await cutAll()
      // Each dead connection in the pool may fail one statement.
      for (let tries = 0; tries < 12; tries++) await storage.settings.all().catch(() => {})
      expect(await storage.settings.all()).toEqual({ title: 'Before' })
    })
  })
}
