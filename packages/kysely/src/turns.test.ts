import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { OpenSupports, restoreBackup, type Storage } from '@opensupports/core'
import { createTestHelpdesk, type TestHelpdesk, testPassword } from '@opensupports/core/testing'
import { afterAll, beforeEach, expect, onTestFinished, test } from 'vitest'
import { sqlite } from './sqlite.js'

const folder = mkdtempSync(join(tmpdir(), 'opensupports-turns-'))
afterAll(() => rmSync(folder, { recursive: true }))

let turn = 0
/** The number of statements in each turn of the event loop. */
let statements = new Map<number, number>()
let files = 0

/**
 * Returns a storage that counts its statements. SQLite runs synchronously, so all statements share a turn unless the
 * code yields.
 */
async function counted(): Promise<Storage> {
  const storage = await sqlite(join(folder, `${++files}.db`), {
    synchronous: 'normal',
    onQuery: () => statements.set(turn, (statements.get(turn) ?? 0) + 1),
  })
  onTestFinished(() => storage.close())
  return storage
}

beforeEach(() => {
  turn = 0
  let running = true
  const next = () => {
    turn++
    if (running) setImmediate(next)
  }
  setImmediate(next)
  onTestFinished(() => {
    running = false
  })
})

const most = () => Math.max(...statements.values())
const all = () => [...statements.values()].reduce((sum, count) => sum + count, 0)

async function deskWith(tickets: number): Promise<{ desk: TestHelpdesk; storage: Storage; userId: number }> {
  const storage = await counted()
  const desk = await createTestHelpdesk({ storage })
  const author = await desk.user()
  for (let each = 0; each < tickets; each++) {
    const ticketNumber = await desk.ticket({ author, content: `Number ${each}` })
    await desk.helpdesk.ticket.comment(desk.admin, { ticketNumber, content: 'We look at it.' })
  }
  statements = new Map()
  return { desk, storage, userId: Number(author.userId) }
}

const listed = async (storage: Storage) =>
  (await storage.tickets.list({ filter: {}, order: [], events: false, offset: 0, limit: 1 })).total

test('deleting a user takes about 25 statements per 25 tickets, and yields between them', async () => {
  const { desk, storage, userId } = await deskWith(130)
  await desk.helpdesk.user.delete(desk.admin, { userId })
  expect(await storage.users.byId(userId)).toBeUndefined()
  expect(await listed(storage)).toBe(0)
  expect(most()).toBeLessThan(40)
  expect(all()).toBeLessThan(160)
})

test('deleting a staff member with many events yields between transactions of some hundred', async () => {
  const { desk, storage } = await deskWith(1)
  const olga = await desk.staff()
  for (let each = 0; each < 650; each++)
    await storage.tickets.addEvent(1, {
      type: 'COMMENT',
      content: 'Hello',
      author: { kind: 'staff', id: olga.id },
      date: new Date(),
      file: null,
      private: false,
    })
  statements = new Map()
  await desk.helpdesk.staff.delete(desk.admin, { staffId: olga.id })
  expect(await storage.staff.byId(olga.id)).toBeUndefined()
  expect(statements.size).toBeGreaterThan(3)
  expect(most()).toBeLessThan(60)
})

test('deleting all users takes as few statements, and yields between them', async () => {
  const { desk, storage } = await deskWith(130)
  await desk.helpdesk.system.deleteAllUsers(desk.admin, { password: testPassword })
  expect(await listed(storage)).toBe(0)
  expect(most()).toBeLessThan(40)
  expect(all()).toBeLessThan(140)
})

test('the next call completes an interrupted deletion', async () => {
  const { desk, storage, userId } = await deskWith(130)
  let left = 2
  const { transaction } = storage
  const breaking: Storage = {
    ...storage,
    transaction: (work) => (left-- > 0 ? transaction(work) : Promise.reject(new Error('the power is gone'))),
  }
  const log = { info() {}, warn() {}, error() {} }
  const other = new OpenSupports({ storage: breaking, clock: desk.clock, log })
  await expect(other.user.delete(desk.admin, { userId })).rejects.toMatchObject({ code: 'INTERNAL_ERROR' })
  expect(await listed(storage)).toBe(80)
  await desk.helpdesk.user.delete(desk.admin, { userId })
  expect(await listed(storage)).toBe(0)
  expect(await storage.users.byId(userId)).toBeUndefined()
})

test('a backup and a restore process one page per turn of the event loop', async () => {
  const { desk } = await deskWith(250)
  const before = turn
  const backup = await new Response(desk.helpdesk.backup()).arrayBuffer()
  // 250 tickets, 250 comments and 250 links, in pages of 100.
  expect(turn - before).toBeGreaterThan(30)
  const target = await counted()
  statements = new Map()
  // Delivered in one chunk, like a file in memory.
  await restoreBackup(target, new Blob([backup]).stream())
  expect(await listed(target)).toBe(250)
  // The last turn of a restore sets the next id of each table, with two statements.
  expect(most()).toBeLessThan(100)
})
