import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { OpenSupports } from '@opensupports/core'
import { createTestHelpdesk } from '@opensupports/core/testing'
import Database from 'better-sqlite3'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { sqlite } from './sqlite.js'

const ticketCount = 450

let folder = ''
let file = ''
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'opensupports-parts-'))
  file = join(folder, 'many.db')
  const storage = await sqlite(file, { synchronous: 'normal' })
  const { helpdesk, admin } = await createTestHelpdesk({ storage })
  for (const name of ['From', 'To']) await helpdesk.system.addDepartment(admin, { name, private: false })
  await storage.close()
  const database = functionsOf(new Database(file))
  database.exec(`with recursive n(i) as (select 1 union all select i + 1 from n limit ${ticketCount})
    insert into ticket (ticket_number, title, content, date, closed, department_id, owner_id, author_staff_id)
    select 100000 + i, 'Été ' || i, 'x', 202601010000, 0, 2, 1, 1 from n;
    insert into ticketevent (type, content, date, ticket_id) select 'COMMENT', 'Ça ' || title, date, id from ticket;
    insert into ticketevent (type, content, date, ticket_id) select 'CLOSE', 'Ça', date, id from ticket`)
  database.close()
})
afterAll(() => rmSync(folder, { recursive: true }))

function functionsOf(database: Database.Database): Database.Database {
  return database.function('os_folded', (text) =>
    String(text)
      .normalize('NFD')
      .replace(/[\u0300-\u036f]/g, '')
      .toLowerCase(),
  )
}

async function opened() {
  const storage = await sqlite(file, { synchronous: 'normal' })
  onTestFinished(() => storage.close())
  return storage
}

/** Counts the turns of the event loop during some work. */
async function turnsOf(work: Promise<unknown>): Promise<number> {
  let isOver = false
  const end = () => {
    isOver = true
  }
  work.then(end, end)
  let turns = 0
  for (; !isOver; turns++) await nextTurn()
  await work
  return turns
}

const listed = { order: [], events: false, offset: 0, limit: 1 } as const

test('a change of many tickets is one transaction, and lets other work go on in between', async () => {
  const storage = await opened()
  const ownedCount = async () => (await storage.tickets.list({ ...listed, filter: { owners: [1] } })).total
  const release = storage.transaction(async (tx) => {
    await tx.tickets.releaseOutside(1, [])
    expect((await tx.tickets.list({ ...listed, filter: { owners: [1] } })).total).toBe(0)
    expect(await ownedCount()).toBe(ticketCount)
    throw new Error('rolled back')
  })
  await expect(release).rejects.toThrow('rolled back')
  expect(await ownedCount()).toBe(ticketCount)
  expect(await turnsOf(storage.tickets.releaseOutside(1, []))).toBeGreaterThan(2)
  expect(await ownedCount()).toBe(0)
})

test('a department is deleted in several transactions', async () => {
  const storage = await opened()
  const transaction = storage.transaction.bind(storage)
  let transactions = 0
  const helpdesk = new OpenSupports({
    storage: {
      ...storage,
      transaction: (work) => {
        transactions++
        return transaction(work)
      },
    },
  })
  await helpdesk.system.deleteDepartment(helpdesk.actingAs({ staff: 1 }), {
    departmentId: 2,
    transferDepartmentId: 3,
  })
  const count = async (id: number) =>
    (await storage.tickets.list({ ...listed, filter: { departments: [id] } })).total
  expect([await count(2), await count(3)]).toEqual([0, ticketCount])
  expect(transactions).toBeGreaterThan(ticketCount / 200)
})

test('a missing text index is filled with all rows while other work goes on', async () => {
  const before = functionsOf(new Database(file))
  before.exec(
    `drop table os_ticket_text; drop table os_comment_text; delete from os_migration where name like 'schema-%'`,
  )
  for (const index of ['os_ticket_text', 'os_comment_text'])
    for (const change of ['added', 'removed', 'changed']) before.exec(`drop trigger ${index}_${change}`)
  before.close()
  const opening = opened()
  expect(await turnsOf(opening)).toBeGreaterThan(8)
  const storage = await opening
  const found = (text: string) =>
    storage.tickets.list({ ...listed, filter: { text }, order: [{ by: 'id', desc: true }] })
  expect(await found('ete')).toMatchObject({ total: ticketCount, tickets: [{ ticketNumber: 100_450 }] })
  expect((await found('ca ete 450')).total).toBe(1)
  // The triggers are there again.
  await storage.tickets.update(450, { title: 'Nouveau' })
  expect([(await found('nouveau')).total, (await found('ete')).total]).toEqual([1, ticketCount])
})
