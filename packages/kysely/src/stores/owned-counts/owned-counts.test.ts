import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { memoryStorage, type Storage } from '@opensupports/core'
import { createTestHelpdesk } from '@opensupports/core/testing'
import { sql } from 'kysely'
import { afterAll, describe, expect, onTestFinished, test } from 'vitest'
import { openStorage } from '../../index.js'
import { openDatabase } from '../../open-storage.js'
import { markPurified } from '../../purified-names.js'
import type { Db } from '../../schema.js'
import { mysqlServer, postgresServer, type TestServer } from '../../servers.test-support.js'

const folder = mkdtempSync(join(tmpdir(), 'opensupports-owned-'))
const servers = { PostgreSQL: await postgresServer(), 'MySQL or MariaDB': await mysqlServer() }
let made = 0

afterAll(async () => {
  rmSync(folder, { recursive: true })
  for (const server of Object.values(servers)) await server?.stop()
})

/** Returns a function that returns the address of an empty database, which is always the same. */
function emptied(server: TestServer): () => Promise<string> {
  let address: string | undefined
  return async () => {
    if (address === undefined) address = await server.empty()
    else await server.clear(address)
    return address
  }
}

/** By engine: returns the address of an empty database. */
const engines: Record<string, (() => Promise<string>) | undefined> = {
  SQLite: async () => join(folder, `${made++}.db`),
}
for (const [name, server] of Object.entries(servers)) engines[name] = server && emptied(server)

async function opened(address: string): Promise<Storage> {
  const storage = await openStorage(address)
  onTestFinished(() => storage.close())
  return storage
}

/** Works on the database by other means than the store. */
async function behindIts(address: string, work: (db: Db) => Promise<unknown>): Promise<void> {
  const { db } = await openDatabase(address)
  await work(db)
  await db.destroy()
}

const countsOf = async (storage: Storage) =>
  (await storage.staff.all()).map(({ assignedTickets, closedTickets }) => [assignedTickets, closedTickets])

/** The same, from the tickets. */
async function countedIn(storage: Storage): Promise<number[][]> {
  const page = { order: [], events: false, offset: 0, limit: 1 }
  const counts: number[][] = []
  for (const { id } of await storage.staff.all()) {
    const owned = await storage.tickets.list({ filter: { owners: [id] }, ...page })
    const closed = await storage.tickets.list({ filter: { owners: [id], closed: true }, ...page })
    counts.push([owned.total, closed.total])
  }
  return counts
}

/** A helpdesk with two members of staff and tickets without owners. */
async function makeDesk(storage: Storage, count: number) {
  const desk = await createTestHelpdesk({ storage })
  const author = await desk.user()
  const tickets: number[] = []
  for (let each = 0; each < count; each++) {
    const ticket = await storage.tickets.byNumber(await desk.ticket({ author }))
    tickets.push(ticket?.id ?? 0)
  }
  const members = [1, (await desk.staff({ name: 'Olga' })).id] as const
  return { tickets, members }
}

const rowsIn = async (db: Db) => (await db.selectFrom('os_owned_count').select('id').execute()).length

for (const [engine, empty] of Object.entries(engines)) {
  describe.skipIf(!empty)(engine, () => {
    const address = () => (empty as NonNullable<typeof empty>)()

    test('two processes that change the tickets of one owner lose nothing while others sum up', async () => {
      const at = await address()
      const [here, there] = [await opened(at), await opened(at)]
      const { tickets, members } = await makeDesk(here, 6)
      for (const id of tickets) await here.tickets.assign(id, 1, { unread: false })
      const write = async (of: Storage, id: number) => {
        for (let turn = 0; turn < 6; turn++) {
          await of.tickets.update(id, { closed: turn % 2 === 0 })
          if (turn % 4 === 0) {
            await of.tickets.unAssign(id, members[turn % 8 === 0 ? 0 : 1], { unread: false })
            await of.tickets.assign(id, members[turn % 8 === 0 ? 1 : 0], { unread: false })
          }
        }
      }
      let isWriting = true
      const sumUp = async (of: Storage) => {
        while (isWriting) {
          await of.tickets.refreshStatistics()
          const counts = await countsOf(of)
          expect(counts.reduce((sum, [assigned = 0]) => sum + assigned, 0)).toBeGreaterThanOrEqual(0)
        }
      }
      const summing = [sumUp(here), sumUp(there)]
      // Both processes write to each ticket.
      await Promise.all(tickets.flatMap((id) => [write(here, id), write(there, id)]))
      isWriting = false
      await Promise.all(summing)
      expect(await countsOf(here)).toEqual(await countedIn(there))
    })

    test('a ticket that two processes close at once is counted once', async () => {
      const at = await address()
      const [here, there] = [await opened(at), await opened(at)]
      const { tickets } = await makeDesk(here, 4)
      for (const id of tickets) await here.tickets.assign(id, 1, { unread: false })
      for (const closed of [true, false, true])
        await Promise.all(
          tickets.flatMap((id) => [here, there].map((each) => each.tickets.update(id, { closed }))),
        )
      expect(await countsOf(here)).toEqual([
        [4, 4],
        [0, 0],
      ])
    })

    test('rows are summed up to one for each member, and none for those without tickets', async () => {
      const at = await address()
      const here = await opened(at)
      const { tickets } = await makeDesk(here, 5)
      for (const id of tickets) {
        await here.tickets.assign(id, 2, { unread: false })
        await here.tickets.assign(id, 1, { unread: false })
        await here.tickets.update(id, { closed: true })
      }
      await here.tickets.unAssign(tickets[0] ?? 0, 2, { unread: false })
      await here.tickets.assign(tickets[0] ?? 0, 1, { unread: false })
      while (await here.tickets.refreshStatistics());
      const expected = [
        [1, 1],
        [4, 4],
      ]
      expect(await countsOf(here)).toEqual(expected)
      await behindIts(at, async (db) => expect(await rowsIn(db)).toBe(2))
      await here.tickets.removeAll()
      while (await here.tickets.refreshStatistics());
      await behindIts(at, async (db) => expect(await rowsIn(db)).toBe(0))
    })

    test('a change by something that notes none is found sooner or later, by one of two processes', async () => {
      const at = await address()
      const [here, there] = [await opened(at), await opened(at)]
      const { tickets } = await makeDesk(here, 4)
      for (const id of tickets) await here.tickets.assign(id, 1, { unread: false })
      await behindIts(at, async (db) => {
        await db.updateTable('ticket').set({ closed: 1 }).where('id', '>', 1).execute()
        await db.updateTable('ticket').set({ owner_id: 2 }).where('id', '=', 4).execute()
        await db.insertInto('os_owned_count').values({ staff_id: 999, assigned: 3, closed: 1 }).execute()
      })
      // Each call checks one member.
      for (let round = 0; round < 4; round++)
        await Promise.all([here, there].map((each) => each.tickets.refreshStatistics()))
      expect(await countsOf(here)).toEqual([
        [3, 2],
        [1, 1],
      ])
      while (await here.tickets.refreshStatistics());
      await behindIts(at, async (db) => expect(await rowsIn(db)).toBe(2))
    })

    test('a migration counts the tickets of an older version', async () => {
      const at = await address()
      const before = await openStorage(at)
      const { tickets } = await makeDesk(before, 3)
      for (const id of tickets) await before.tickets.assign(id, 1, { unread: false })
      await before.tickets.update(tickets[0] ?? 0, { closed: true })
      await before.close()
      await behindIts(at, async (db) => {
        await sql`drop table os_owned_count`.execute(db)
        await sql`delete from os_migration where name like 'schema-%'`.execute(db)
      })
      expect(await countsOf(await opened(at))).toEqual([
        [3, 1],
        [0, 0],
      ])
    })

    test('tickets of a restored backup are counted', async () => {
      const source = memoryStorage()
      const { tickets } = await makeDesk(source, 3)
      for (const id of tickets) await source.tickets.assign(id, 1, { unread: false })
      await source.tickets.update(tickets[0] ?? 0, { closed: true })
      const here = await opened(await address())
      expect(await here.backup.restore(source.backup.parts())).toBe(true)
      expect(await countsOf(here)).toEqual([
        [3, 1],
        [0, 0],
      ])
    })
  })
}

test.skipIf(!servers['MySQL or MariaDB'])(
  'what an old server wrote is counted at the next start, once by several processes',
  async () => {
    const at = (await engines['MySQL or MariaDB']?.()) ?? ''
    const before = await openStorage(at)
    const { tickets } = await makeDesk(before, 3)
    for (const id of tickets) await before.tickets.assign(id, 1, { unread: false })
    await before.close()
    await behindIts(at, async (db) => {
      await markPurified(db)
      await db.updateTable('ticket').set({ closed: 1 }).execute()
      await db.updateTable('ticket').set({ owner_id: 2 }).where('id', '=', 1).execute()
    })
    const [here] = await Promise.all([opened(at), opened(at), opened(at)])
    expect(await countsOf(here)).toEqual([
      [2, 2],
      [1, 1],
    ])
  },
)
