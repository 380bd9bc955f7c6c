import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Transaction } from '@electric-sql/pglite'
import { memoryStorage, refuse, type Storage } from '@opensupports/core'
import { createTestHelpdesk } from '@opensupports/core/testing'
import Database from 'better-sqlite3'
import { createConnection as createPlainConnection } from 'mysql2'
import { createConnection } from 'mysql2/promise'
import pg from 'pg'
import { afterAll, describe, expect, onTestFinished, test } from 'vitest'
import {
  kyselyOf,
  type MysqlConnection,
  type PgConnection,
  type SqliteConnection,
  type SqlTransaction,
} from './index.js'
import { mysql } from './mysql.js'
import { pglite } from './pglite.js'
import { pgliteOfTest } from './pglite.test-support.js'
import { postgres } from './postgres.js'
import { mysqlServer, postgresServer } from './servers.test-support.js'
import { sqlite } from './sqlite.js'

interface Shop {
  claim: { id: number }
}

/** A transaction that the host begins itself. */
interface HostTrx {
  readonly connection: unknown
  insert(id: number): Promise<unknown>
}

interface Engine {
  readonly storage: Storage<SqlTransaction>
  /** Inserts a claim on the driver's own connection. */
  insertOn(connection: unknown, id: number): Promise<unknown>
  /** Begins a transaction of the host, and commits it; rolls it back when `work` throws. */
  begin<T>(work: (trx: HostTrx) => Promise<T>, isolation?: string): Promise<T>
  /** A connection of the host without a transaction. */
  readonly idle: unknown
  /** Ends the server's side of all connections of the storage. */
  cut?(): Promise<unknown>
}

const folder = mkdtempSync(join(tmpdir(), 'opensupports-host-'))
let files = 0
const servers = { PostgreSQL: await postgresServer(), 'MySQL or MariaDB': await mysqlServer() }
afterAll(async () => {
  rmSync(folder, { recursive: true })
  for (const server of Object.values(servers)) await server?.stop()
})

/** PostgreSQL looks for deadlocks after a second. */
const limits = { lockTimeout: 10_000, connectTimeout: 10_000 }

const createClaims = 'create table claim (id integer primary key)'

async function onSqlite(): Promise<Engine> {
  const file = join(folder, `${++files}.db`)
  const storage = await sqlite(file, { synchronous: 'normal' })
  const database = new Database(file)
  onTestFinished(() => void database.close())
  database.exec(createClaims)
  const insertOn = async (connection: unknown, id: number) =>
    (connection as SqliteConnection).prepare('insert into claim values (?)').run(id)
  return {
    storage,
    insertOn,
    idle: database,
    async begin(work) {
      database.exec('begin immediate')
      try {
        const result = await work({ connection: database, insert: (id) => insertOn(database, id) })
        database.exec('commit')
        return result
      } catch (error) {
        database.exec('rollback')
        throw error
      }
    },
  }
}

async function onPglite(): Promise<Engine> {
  const database = await pgliteOfTest()
  const storage = await pglite(database)
  await database.exec(createClaims)
  const insertOn = (connection: unknown, id: number) =>
    (connection as Transaction).query('insert into claim values ($1)', [id])
  return {
    storage,
    insertOn,
    idle: database,
    begin: (work, isolation) =>
      database.transaction(async (trx) => {
        if (isolation) await trx.query(`set transaction isolation level ${isolation}`)
        return work({ connection: trx, insert: (id) => insertOn(trx, id) })
      }),
  }
}

async function onPostgres(): Promise<Engine> {
  const address = new URL((await servers.PostgreSQL?.empty()) ?? '')
  const schema = address.searchParams.get('schema') ?? ''
  address.search = `?application_name=${schema}`
  const storage = await postgres(address.href, { schema, limits })
  address.search = ''
  const client = new pg.Client({ connectionString: address.href })
  await client.connect()
  onTestFinished(() => client.end())
  await client.query(createClaims.replace('claim', `${schema}.claim`))
  const insertOn = (connection: unknown, id: number) =>
    (connection as PgConnection).query(`insert into ${schema}.claim values ($1)`, [id])
  return {
    storage,
    insertOn,
    idle: client,
    async begin(work, isolation = 'read committed') {
      await client.query(`begin isolation level ${isolation}`)
      try {
        const result = await work({ connection: client, insert: (id) => insertOn(client, id) })
        expect((await client.query('show search_path')).rows).toEqual([{ search_path: '"$user", public' }])
        await client.query('commit')
        return result
      } catch (error) {
        await client.query('rollback')
        throw error
      }
    },
    cut: () =>
      client.query('select pg_terminate_backend(pid) from pg_stat_activity where application_name = $1', [
        schema,
      ]),
  }
}

async function onMysql(): Promise<Engine> {
  const address = (await servers['MySQL or MariaDB']?.empty()) ?? ''
  const storage = await mysql(address, { limits })
  const plain = createPlainConnection({ uri: address, decimalNumbers: true })
  onTestFinished(() => plain.destroy())
  const client = plain.promise()
  await client.query('set session transaction isolation level read committed')
  await client.query(createClaims)
  const insertOn = (connection: unknown, id: number) =>
    (connection as MysqlConnection).promise().query('insert into claim values (?)', [id])
  return {
    storage,
    insertOn,
    idle: plain,
    async begin(work, isolation = 'read committed') {
      await client.query(`set session transaction isolation level ${isolation}`)
      await client.query('start transaction')
      try {
        // A connection of `mysql2/promise` will do as well.
        const result = await work({ connection: client, insert: (id) => insertOn(plain, id) })
        await client.query('commit')
        return result
      } catch (error) {
        await client.query('rollback')
        throw error
      }
    },
    async cut() {
      const admin = await createConnection(process.env.TEST_MYSQL_URL ?? '')
      const database = new URL(address).pathname.slice(1)
      const [rows] = await admin.query(
        'select id from information_schema.processlist where db = ? and id <> (select max(id) from information_schema.processlist where db = ?)',
        [database, database],
      )
      for (const { id } of rows as { id: number }[]) await admin.query(`kill ${id}`).catch(() => {})
      await admin.end()
    },
  }
}

const engines: Record<string, () => Promise<Engine>> = { SQLite: onSqlite, PGlite: onPglite }
if (servers.PostgreSQL) engines.PostgreSQL = onPostgres
if (servers['MySQL or MariaDB']) engines['MySQL or MariaDB'] = onMysql

/** A promise, and the function that resolves it. */
function signal() {
  let give: () => void = () => {}
  const given = new Promise<void>((resolve) => {
    give = resolve
  })
  return { give, given }
}

const printer = { title: 'Printer', content: 'It smokes.' }
const broken = new Error('the host has failed')
const refusal = (code: string) => expect.objectContaining({ code })

describe.each(Object.entries(engines))('on %s', (name, open) => {
  async function prepare() {
    const engine = await open()
    onTestFinished(() => engine.storage.close())
    const desk = await createTestHelpdesk({ storage: engine.storage })
    const jane = await desk.user()
    await desk.mails()
    const claims = () =>
      engine.storage.transaction(async ({ trx }) => {
        const rows = await trx?.kysely<Shop>().selectFrom('claim').select('id').orderBy('id').execute()
        return rows?.map(({ id }) => id)
      })
    const tickets = async () => (await desk.helpdesk.user.getTickets(jane)).total
    const claim = (trx: SqlTransaction, id: number) =>
      trx.kysely<Shop>().insertInto('claim').values({ id }).execute()
    return { ...engine, ...desk, desk, jane, claims, tickets, claim }
  }

  describe('helpdesk.transaction', () => {
    test('commits rows of both together', async () => {
      const { helpdesk, jane, claims, tickets, claim, insertOn, mails } = await prepare()
      await helpdesk.transaction(async (inside, trx) => {
        await claim(trx, 1)
        await inside.ticket.create(jane, printer)
        await insertOn(await trx.connection(), 2)
      })
      expect(await claims()).toEqual([1, 2])
      expect(await tickets()).toBe(1)
      expect(await mails()).not.toEqual([])
    })

    test('rolls rows of both back', async () => {
      const { helpdesk, jane, claims, tickets, claim, insertOn, mails } = await prepare()
      const work = helpdesk.transaction(async (inside, trx) => {
        await claim(trx, 1)
        await inside.ticket.create(jane, printer)
        await insertOn(await trx.connection(), 2)
        throw broken
      })
      await expect(work).rejects.toBe(broken)
      expect(await claims()).toEqual([])
      expect(await tickets()).toBe(0)
      expect(await mails()).toEqual([])
    })

    test('a refused call rolls back its own rows alone', async () => {
      const { helpdesk, storage, admin, jane, claims, tickets, claim } = await prepare()
      helpdesk.before('ticket.create', async (tx) => {
        await kyselyOf<Shop>(tx).insertInto('claim').values({ id: 7 }).execute()
        refuse('SPAM', 'This looks like spam.')
      })
      await helpdesk.transaction(async (inside, trx) => {
        await claim(trx, 1)
        await expect(inside.ticket.create(jane, printer)).rejects.toEqual(refusal('REFUSED'))
        await inside.user.ban(admin, { email: 'eve@evil.example' })
        await claim(trx, 2)
      })
      expect(await claims()).toEqual([1, 2])
      expect(await tickets()).toBe(0)
      expect(await storage.bans.has('eve@evil.example')).toBe(true)
    })

    test('a call on the helpdesk itself is refused inside', async () => {
      const { helpdesk, jane, claims, claim } = await prepare()
      const work = helpdesk.transaction(async (_, trx) => {
        await claim(trx, 1)
        await helpdesk.ticket.create(jane, printer)
      })
      await expect(work).rejects.toEqual(refusal('TRANSACTION_OPEN'))
      expect(await claims()).toEqual([])
    })

    test.runIf(name === 'PostgreSQL' || name === 'MySQL or MariaDB')(
      'a deadlock runs the work again',
      async () => {
        const { helpdesk, admin, jane, ticket, claims, claim } = await prepare()
        const tickets = [await ticket({ author: jane }), await ticket({ author: jane })]
        let runs = 0
        const both = signal()
        const close = (first: number, second: number, id: number) =>
          helpdesk.transaction(async (inside, trx) => {
            await claim(trx, id)
            await inside.ticket.close(admin, { ticketNumber: first })
            if (++runs === 2) both.give()
            await both.given
            await inside.ticket.close(admin, { ticketNumber: second })
          })
        const [one = 0, two = 0] = tickets
        await Promise.all([close(one, two, 1), close(two, one, 2)])
        expect(runs).toBe(3)
        expect(await claims()).toEqual([1, 2])
        for (const ticketNumber of tickets)
          expect((await helpdesk.ticket.get(jane, { ticketNumber })).closed).toBe(true)
      },
    )

    test.runIf(name === 'PostgreSQL' || name === 'MySQL or MariaDB')(
      'a connection that breaks leaves rows of neither',
      async () => {
        const { helpdesk, jane, claims, tickets, claim, cut } = await prepare()
        const work = helpdesk.transaction(async (inside, trx) => {
          await claim(trx, 1)
          await inside.ticket.create(jane, printer)
          await cut?.()
        })
        await expect(work).rejects.toEqual(refusal('DATABASE_UNAVAILABLE'))
        expect(await claims()).toEqual([])
        expect(await tickets()).toBe(0)
      },
    )
  })

  describe('helpdesk.within', () => {
    test('is committed by the host, and leaves events and mails in the database', async () => {
      const { helpdesk, jane, claims, tickets, begin, mails, storage } = await prepare()
      const heard: string[] = []
      helpdesk.on('ticket.created', ({ name }) => void heard.push(name))
      await begin(async ({ connection, insert }) => {
        await insert(1)
        await helpdesk.within(connection, (inside) => inside.ticket.create(jane, printer))
        await insert(2)
      })
      expect(await claims()).toEqual([1, 2])
      expect(await tickets()).toBe(1)
      expect(heard).toEqual([])
      expect(await mails()).not.toEqual([])
      while (await storage.events.position(200));
      const events = await storage.events.after(0, 100)
      expect(events.map((event) => event.name)).toContain('ticket.created')
    })

    test('is rolled back by the host', async () => {
      const { helpdesk, jane, claims, tickets, begin, mails } = await prepare()
      const work = begin(async ({ connection, insert }) => {
        await insert(1)
        await helpdesk.within(connection, (inside) => inside.ticket.create(jane, printer))
        throw broken
      })
      await expect(work).rejects.toBe(broken)
      expect(await claims()).toEqual([])
      expect(await tickets()).toBe(0)
      expect(await mails()).toEqual([])
    })

    test('rolls back its own part when its work throws, once, with its files', async () => {
      const { helpdesk, files, jane, claims, tickets, begin } = await prepare()
      let runs = 0
      const images = [new File([new Uint8Array(pngBytes)], 'a.png')]
      await begin(async ({ connection, insert }) => {
        await insert(1)
        const part = helpdesk.within(connection, async (inside) => {
          runs++
          await inside.ticket.create(jane, { ...printer, images })
          expect(files.names()).toHaveLength(1)
          throw broken
        })
        await expect(part).rejects.toBe(broken)
      })
      expect(runs).toBe(1)
      expect(files.names()).toEqual([])
      expect(await claims()).toEqual([1])
      expect(await tickets()).toBe(0)
    })

    test('a refused call leaves nothing behind', async () => {
      const { helpdesk, admin, jane, tickets, begin } = await prepare()
      await begin(({ connection }) =>
        helpdesk.within(connection, async (inside) => {
          const { ticketNumber } = await inside.ticket.create(jane, printer)
          await expect(inside.ticket.close({}, { ticketNumber })).rejects.toEqual(refusal('NO_PERMISSION'))
          await inside.ticket.close(admin, { ticketNumber })
        }),
      )
      expect(await tickets()).toBe(1)
    })

    test('needs an open transaction', async () => {
      const { helpdesk, idle } = await prepare()
      await expect(helpdesk.within(idle, async () => 1)).rejects.toEqual(refusal('NO_TRANSACTION'))
    })

    test.runIf(name !== 'SQLite').each(['repeatable read', 'serializable'])(
      'refuses a transaction that is %s',
      async (isolation) => {
        const { helpdesk, begin } = await prepare()
        const work = begin(({ connection }) => helpdesk.within(connection, async () => 1), isolation)
        await expect(work).rejects.toEqual(refusal('WRONG_ISOLATION'))
      },
    )

    test('refuses calls on the helpdesk itself inside', async () => {
      const { helpdesk, jane, tickets, begin } = await prepare()
      await begin(async ({ connection }) => {
        const part = helpdesk.within(connection, () => helpdesk.ticket.create(jane, printer))
        await expect(part).rejects.toEqual(refusal('TRANSACTION_OPEN'))
      })
      expect(await tickets()).toBe(0)
    })

    test.runIf(name === 'PostgreSQL' || name === 'MySQL or MariaDB')(
      'a deadlock fails it, and it is not run again',
      async () => {
        const { helpdesk, admin, jane, ticket, begin } = await prepare()
        const [one, two] = [await ticket({ author: jane }), await ticket({ author: jane })]
        let runs = 0
        const [ours, theirs] = [signal(), signal()]
        const part = begin(({ connection }) =>
          helpdesk.within(connection, async (inside) => {
            runs++
            await inside.ticket.close(admin, { ticketNumber: one })
            ours.give()
            await theirs.given
            await inside.ticket.close(admin, { ticketNumber: two })
          }),
        )
        const whole = helpdesk.transaction(async (inside, trx) => {
          await inside.ticket.close(admin, { ticketNumber: two })
          // The cheaper transaction is the victim on MySQL and MariaDB.
          for (let id = 100; id < 160; id++)
            await trx.kysely<Shop>().insertInto('claim').values({ id }).execute()
          theirs.give()
          await ours.given
          await inside.ticket.close(admin, { ticketNumber: one })
        })
        const [result] = await Promise.allSettled([part, whole])
        expect(runs).toBe(1)
        if (result.status === 'rejected') expect(result.reason).toEqual(refusal('DATABASE_BUSY'))
        expect((await helpdesk.ticket.get(jane, { ticketNumber: two })).closed).toBe(true)
      },
    )
  })
})

const pngBytes = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)

test('SQLite: a host that ends before its commit leaves rows of neither', async () => {
  const { storage } = await onSqlite()
  onTestFinished(() => storage.close())
  const { helpdesk, user } = await createTestHelpdesk({ storage })
  const jane = await user()
  const database = new Database(join(folder, `${files}.db`))
  database.exec('begin immediate; insert into claim values (1)')
  await helpdesk.within(database, (inside) => inside.ticket.create(jane, printer))
  database.close()
  expect((await helpdesk.user.getTickets(jane)).total).toBe(0)
  const claims = storage.transaction(async ({ trx }) =>
    trx?.kysely<Shop>().selectFrom('claim').select('id').execute(),
  )
  expect(await claims).toEqual([])
})

test('SQLite: a connection without foreign keys is refused', async () => {
  const { storage } = await onSqlite()
  onTestFinished(() => storage.close())
  const { helpdesk } = await createTestHelpdesk({ storage })
  const database = new Database(':memory:')
  database.pragma('foreign_keys = off')
  database.exec('begin')
  await expect(helpdesk.within(database, async () => 1)).rejects.toThrow('set `pragma foreign_keys = on`')
  database.close()
})

test('a storage without SQL has no Kysely', () => {
  expect(() => kyselyOf({ trx: undefined })).toThrow('the storage of this helpdesk has no SQL')
  expect(memoryStorage().within).toBeUndefined()
})
