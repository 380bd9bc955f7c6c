import type { Socket } from 'node:net'
import { createTestHelpdesk, testStorage } from '@opensupports/core/testing'
import pg from 'pg'
import { afterAll, describe, expect, onTestFinished, test } from 'vitest'
import { openStorage, type SqlTransaction } from './index.js'
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

  test.each([false, true])('a pool of the host sends statements together: %s', async (pipeline) => {
    const address = new URL((await server?.empty()) ?? '')
    const schema = address.searchParams.get('schema') ?? ''
    address.search = ''
    const pool = new pg.Pool({ connectionString: address.href, pipeline } as pg.PoolConfig)
    onTestFinished(() => pool.end())
    const counted = { statements: 0, writes: 0 }
    pool.on('connect', (client) => {
      const query = client.query.bind(client) as (...args: unknown[]) => unknown
      Object.assign(client, {
        query(...args: unknown[]) {
          counted.statements++
          return query(...args)
        },
      })
      const { stream } = (client as unknown as { connection: { stream: Socket } }).connection
      for (const name of ['_write', '_writev'] as const) {
        const write = stream[name]?.bind(stream) as (...args: unknown[]) => void
        stream[name] = (...args: unknown[]) => {
          counted.writes++
          write(...args)
        }
      }
    })
    const storage = await postgres(pool, { schema })
    onTestFinished(() => storage.close())
    const { helpdesk, admin, ...desk } = await createTestHelpdesk({ storage })
    const jane = await desk.user()
    const ticketNumber = await desk.ticket({ author: jane })
    const before = { ...counted }
    await helpdesk.ticket.close(admin, { ticketNumber })
    const statements = counted.statements - before.statements
    const writes = counted.writes - before.writes
    if (pipeline) expect(writes).toBeLessThan(statements)
    else expect(writes).toBe(statements)

    const seen = await helpdesk.transaction(async (inside, trx) => {
      await inside.ticket.reOpen(admin, { ticketNumber })
      const connection = await (trx as SqlTransaction<pg.PoolClient>).connection()
      return (await connection.query(`select type from ${schema}.ticketevent order by id`)).rows
    })
    expect(seen).toEqual([{ type: 'CLOSE' }, { type: 'RE_OPEN' }])
    const wrong = helpdesk.transaction(async (inside) => {
      await inside.ticket.close(admin, { ticketNumber })
      throw new Error('not after all')
    })
    await expect(wrong).rejects.toThrow('not after all')
    expect(await helpdesk.ticket.get(jane, { ticketNumber })).toMatchObject({ closed: false })
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
