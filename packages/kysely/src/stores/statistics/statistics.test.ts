import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { memoryStorage, OpenSupports, type Storage } from '@opensupports/core'
import { createTestHelpdesk } from '@opensupports/core/testing'
import Database from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { openStorage } from '../../index.js'
import { openDatabase } from '../../open-storage.js'
import { markPurified } from '../../purified-names.js'
import { mysqlServer, postgresServer } from '../../servers.test-support.js'
import { sqlite } from '../../sqlite.js'

const folder = mkdtempSync(join(tmpdir(), 'opensupports-statistics-'))
const file = join(folder, 'helpdesk.db')
const servers = { PostgreSQL: await postgresServer(), 'MySQL or MariaDB': await mysqlServer() }
let storage: Storage
let made = 0
let statements: string[] = []

const refreshed = async (of: Storage) => {
  while (await of.tickets.refreshStatistics());
}

beforeAll(async () => {
  storage = await sqlite(file, { onQuery: (sql) => statements.push(sql) })
  const desk = await createTestHelpdesk({ storage })
  const author = await desk.user()
  for (let each = 0; each < 6; each++) await desk.ticket({ author })
})

afterAll(async () => {
  await storage.close()
  rmSync(folder, { recursive: true })
  for (const server of Object.values(servers)) await server?.stop()
})

/** Returns the statements of a call without those of its transaction. */
async function statementsFor(filter: Parameters<Storage['tickets']['statistics']>[0]): Promise<string[]> {
  statements = []
  await storage.tickets.statistics(filter)
  expect(statements[0]).toBe('begin')
  return statements.slice(1, -1)
}

const readsTickets = (sql: string) => /\bticket\b/.test(sql)

test('reads no tickets of whole days without changes, and those of other days in two statements', async () => {
  const range = { from: new Date(0), to: new Date(Date.UTC(2100, 0)) }
  expect((await statementsFor({})).filter(readsTickets)).toHaveLength(2)
  expect(await statementsFor({ tags: [1, 2], departments: [1], owners: [1], dateRange: range })).toHaveLength(
    2,
  )
  await refreshed(storage)
  expect((await statementsFor({})).filter(readsTickets)).toEqual([])
  expect((await statementsFor({ departments: [1], dateRange: { ...range, to: new Date() } })).length).toBe(6)
})

test('4.11 rows: averages ignore nulls, and invalid dates have no weekday', async () => {
  const database = new Database(file)
  const note = () =>
    database.exec(
      'insert into os_statistic_change (day) select cast(coalesce(date, 0) / 10000 as integer) from ticket',
    )
  const set = (id: number, columns: string) =>
    database.prepare(`update ticket set ${columns} where id = ${id}`).run()
  note()
  set(1, 'date = 199706141330.0, total_departments = 3, total_owners = 1, first_closed_at = 199706141345.0')
  set(
    2,
    'date = 199706141330.0, total_departments = null, total_owners = null, closed = null, reopened = null',
  )
  set(
    3,
    'date = 199706152300.0, total_departments = 2, total_owners = null, first_closed_at = 199706160100.0',
  )
  set(4, 'date = 0, first_closed_at = 0, last_closed_at = 0, total_departments = null, total_owners = null')
  set(5, 'date = 202613451299, total_departments = null, total_owners = null')
  set(6, 'date = null, total_departments = null, total_owners = null')
  note()
  database.close()
  for (const state of ['changed', 'kept']) {
    const { createdByHour, createdByWeekday, ...figures } = await storage.tickets.statistics({})
    expect(figures, state).toEqual({
      created: 6,
      open: 6,
      closed: 0,
      instant: 0,
      reopened: 0,
      averageFirstReply: 0,
      averageFirstClosed: (15 + 120) * 30,
      averageLastClosed: 0,
      averageDepartmentHops: 2.5,
      averageStaffHops: 1,
    })
    const hours = createdByHour.flatMap((count, hour) => (count ? [[hour, count]] : []))
    expect(hours, state).toEqual([
      [0, 1],
      [12, 1],
      [13, 2],
      [23, 1],
    ])
    expect(createdByWeekday, state).toEqual([0, 0, 0, 0, 0, 2, 1])
    await refreshed(storage)
  }
})

test('a change by something that notes none is found sooner or later', async () => {
  await refreshed(storage)
  const database = new Database(file)
  database.exec('update ticket set closed = 1; delete from ticket where id = 3')
  database.close()
  const before = await storage.tickets.statistics({})
  expect([before.created, before.closed]).toEqual([6, 0])
  // Some days are checked by each round, and counted by the next one.
  for (let round = 0; round < 4; round++) await refreshed(storage)
  const after = await storage.tickets.statistics({})
  expect([after.created, after.closed]).toEqual([5, 5])
})

test('whole months are read from their sums, as long as their days stay the same', async () => {
  const path = join(folder, `months-${made++}.db`)
  const months = await sqlite(path)
  onTestFinished(() => months.close())
  const desk = await createTestHelpdesk({ storage: months })
  const author = await desk.user()
  const database = new Database(path)
  onTestFinished(() => void database.close())
  const dates = [201_901_310_800, 201_902_010_900, 201_902_281_015, 201_904_100_700, 201_905_011_200]
  for (const date of dates) {
    const ticketNumber = await desk.ticket({ author })
    database.exec(`update ticket set date = ${date} where ticket_number = ${ticketNumber}`)
  }
  database.exec(
    'insert into os_statistic_change (day) select distinct cast(date / 10000 as integer) from ticket',
  )
  const filters = [{}, { departments: [1] }, { departments: [1], timeZone: 'Europe/Berlin' }]
  const answers = () => Promise.all(filters.map((filter) => months.tickets.statistics(filter)))
  const before = await answers()
  await refreshed(months)
  const kept = () =>
    database.prepare('select distinct day from os_statistic where day > 99999999 order by day').pluck().all()
  expect(kept()).toEqual([100_201_901, 100_201_902, 100_201_904])
  database.exec(`update os_statistic set figures = '[[],[],[]]' where day < 20190501`)
  expect(await answers()).toEqual(before)
  expect(before.map(({ created }) => created)).toEqual([5, 5, 5])
  await months.tickets.update(2, { closed: true })
  await refreshed(months)
  expect((await months.tickets.statistics({})).closed).toBe(1)
  await months.tickets.removeAll()
  await refreshed(months)
  expect(kept()).toEqual([])
})

const engines: Record<string, (() => Promise<Storage[]>) | undefined> = {
  SQLite: async () => {
    const path = join(folder, `shared-${made++}.db`)
    return [await sqlite(path), await sqlite(path)]
  },
}
for (const [name, server] of Object.entries(servers)) engines[name] = server && (() => server.open(2))

for (const [engine, open] of Object.entries(engines)) {
  describe.skipIf(!open)(engine, () => {
    test('figures are exact when writers and two processes that keep them overlap', async () => {
      const storages = await (open as NonNullable<typeof open>)()
      onTestFinished(async () => {
        for (const each of storages) await each.close()
      })
      const [here, there] = storages as [Storage, Storage]
      const desk = await createTestHelpdesk({ storage: here })
      const author = await desk.user()
      const tag = await here.tags.insert({ name: 'all', color: '#abc' })
      const departments = [1, await here.departments.insert({ name: 'Sales', private: false })]
      const tickets: number[] = []
      for (let each = 0; each < 6; each++) {
        const ticket = await here.tickets.byNumber(await desk.ticket({ author }))
        tickets.push(ticket?.id ?? 0)
        await here.tickets.addTag(ticket?.id ?? 0, tag ?? 0)
      }
      const date = new Date()
      const write = async (of: Storage, id: number) => {
        for (let turn = 0; turn < 8; turn++) {
          await of.transaction(async (tx) => {
            const comment = { type: 'COMMENT', content: 'text', file: null, private: false, date } as const
            await tx.tickets.addEvent(id, { ...comment, author: { kind: 'staff', id: 1 } })
            await tx.tickets.update(id, { closed: turn % 2 === 0, departmentId: departments[turn % 2] ?? 1 })
          })
        }
      }
      let isWriting = true
      const keep = async (of: Storage) => {
        while (isWriting) await of.tickets.refreshStatistics()
      }
      const keeping = [keep(here), keep(there)]
      await Promise.all(tickets.map((id, place) => write(place % 2 ? here : there, id)))
      isWriting = false
      await Promise.all(keeping)
      for (const filter of [{}, ...departments.map((id) => ({ departments: [id] }))]) {
        const counted = await here.tickets.statistics({ ...filter, tags: [tag ?? 0] })
        expect(await here.tickets.statistics(filter)).toEqual(counted)
        await refreshed(there)
        expect(await here.tickets.statistics(filter)).toEqual(counted)
      }
    })

    test('tickets of a restored backup are in the figures', async () => {
      const storages = await (open as NonNullable<typeof open>)()
      onTestFinished(async () => {
        for (const each of storages) await each.close()
      })
      const [here] = storages as [Storage]
      const source = await createTestHelpdesk({ storage: memoryStorage() })
      await source.ticket({ author: await source.user() })
      const figures = await source.storage.tickets.statistics({})
      expect(await here.backup.restore(source.storage.backup.parts())).toBe(true)
      expect(await here.tickets.statistics({})).toEqual(figures)
      await refreshed(here)
      expect(await here.tickets.statistics({})).toEqual(figures)
    })
  })
}

test.skipIf(!servers['MySQL or MariaDB'])(
  'what an old server wrote is in the figures at the next start',
  async () => {
    const address = (await servers['MySQL or MariaDB']?.empty()) ?? ''
    const before = await openStorage(address)
    const desk = await createTestHelpdesk({ storage: before })
    await desk.ticket({ author: await desk.user() })
    await refreshed(before)
    await before.close()
    const { db } = await openDatabase(address)
    await markPurified(db)
    await db.updateTable('ticket').set({ closed: 1, date: 201902031405 }).execute()
    await db.destroy()
    const after = await openStorage(address)
    onTestFinished(() => after.close())
    const { closed, createdByHour } = await after.tickets.statistics({})
    expect([closed, createdByHour[14]]).toEqual([1, 1])
    await new OpenSupports({ storage: after }).refreshStatistics()
    expect(
      await after.tickets.statistics({ dateRange: { from: new Date(0), to: new Date() } }),
    ).toMatchObject({
      created: 1,
      closed: 1,
    })
  },
)
