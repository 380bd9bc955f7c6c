import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { memoryStorage, OpenSupports, restoreBackup, type Storage } from '@opensupports/core'
import { createTestHelpdesk, steppedClock } from '@opensupports/core/testing'
import Database from 'better-sqlite3'
import { afterAll, expect, onTestFinished, test } from 'vitest'
import { sqlite } from './sqlite.js'

const folder = mkdtempSync(join(tmpdir(), 'opensupports-backup-'))
let files = 0

afterAll(() => rmSync(folder, { recursive: true }))

const newFile = () => join(folder, `${++files}.db`)

async function opened(file: string): Promise<Storage> {
  const storage = await sqlite(file)
  onTestFinished(() => storage.close())
  return storage
}

/** Fills a storage with a bit of everything, and returns its helpdesk. */
async function workOn(storage: Storage) {
  const desk = await createTestHelpdesk({ storage })
  const { helpdesk, admin } = desk
  const uma = await desk.user({ name: 'Uma' })
  const gus = await desk.user({ name: 'Gus' })
  const mia = await desk.staff({ name: 'Mia', level: 2, sendEmailOnNewTicket: true })
  await helpdesk.system.addDepartment(admin, { name: 'Sales', private: true })
  await helpdesk.ticket.createTag(admin, { name: 'late', color: '#f00' })
  await helpdesk.user.ban(admin, { email: 'eve@spam.example' })
  const tickets = []
  for (const author of [uma, gus, mia]) tickets.push(await desk.ticket({ author, content: 'Üß <b>🖨️</b>' }))
  for (const ticketNumber of tickets) {
    await helpdesk.ticket.comment(admin, { ticketNumber, content: 'Let us see', private: true })
    await helpdesk.ticket.addTag(mia, { ticketNumber, tagId: 1 })
  }
  const [ticketNumber = 0] = tickets
  await helpdesk.staff.assignTicket(mia, { ticketNumber })
  await helpdesk.ticket.comment(uma, { ticketNumber, content: 'Thank you' })
  await helpdesk.ticket.close(mia, { ticketNumber })
  await helpdesk.user.sendRecoverPassword({}, { email: uma.email })
  return desk
}

const backupOf = async (storage: Storage) =>
  new Response(new OpenSupports({ storage, clock: steppedClock() }).backup()).text()

/** Returns the rows of a backup as objects, without null values. */
function rowsIn(backup: string): Record<string, unknown>[] {
  let head: { table: string; columns: string[] } | undefined
  return backup
    .trimEnd()
    .split('\n')
    .slice(1, -1)
    .flatMap((line) => {
      const value = JSON.parse(line)
      if (!Array.isArray(value)) {
        head = value
        return value.lastId ? { table: value.table, lastId: value.lastId } : []
      }
      const pairs = head?.columns.map((column, place) => [column, value[place]]) ?? []
      return { table: head?.table, ...Object.fromEntries(pairs.filter(([, each]) => each !== null)) }
    })
}

/**
 * Returns the sorted rows without what differs between runs: password hashes, and ids of links, which the storage in
 * memory makes up.
 */
const alike = (backup: string) =>
  rowsIn(backup)
    .filter(({ table, lastId }) => !(table === 'setting' && lastId))
    .map((row) => (row.table === 'staff_ticket' && row.id ? { ...row, id: 0 } : row))
    .map((row) => ('password' in row ? { ...row, password: '' } : row))
    .map((row) => JSON.stringify(Object.entries(row).sort()))
    .sort()

test('memory and SQLite make the same backup of the same data', async () => {
  const memory = memoryStorage()
  const database = await opened(newFile())
  await workOn(memory)
  await workOn(database)
  expect(alike(await backupOf(database))).toEqual(alike(await backupOf(memory)))
})

test.each([
  ['memory', 'a file', () => memoryStorage(), () => opened(newFile())],
  ['a file', 'memory', () => opened(newFile()), () => memoryStorage()],
  ['a file', 'a file', () => opened(newFile()), () => opened(newFile())],
  ['a file', 'SQLite in memory', () => opened(newFile()), () => opened(':memory:')],
  ['SQLite in memory', 'a file', () => opened(':memory:'), () => opened(newFile())],
])('a helpdesk moves from %s to %s', async (_, __, makeSource, makeTarget) => {
  const [source, target] = [await makeSource(), await makeTarget()]
  const desk = await workOn(source)
  await restoreBackup(target, desk.helpdesk.backup())
  expect(alike(await backupOf(target))).toEqual(alike(await backupOf(source)))
  const moved = new OpenSupports({ storage: target, clock: desk.clock })
  const search = ({ ticket }: OpenSupports) => ticket.search(desk.admin, { query: 'thank', page: 1 })
  expect(await search(moved)).toEqual(await search(desk.helpdesk))
  expect((await search(moved)).tickets).toHaveLength(1)
  const all = ({ ticket }: OpenSupports) => ticket.search(desk.admin, { page: 1 })
  expect(await all(moved)).toEqual(await all(desk.helpdesk))
})

test('a backup does not include what is written while it is read', async () => {
  const file = newFile()
  const [storage, other] = [await opened(file), await opened(file)]
  await workOn(storage)
  const before = await backupOf(storage)
  const reading = storage.backup.parts()[Symbol.asyncIterator]()
  await reading.next()
  await other.tags.insert({ name: 'other', color: '#abc' })
  await storage.tags.insert({ name: 'own', color: '#abc' })
  const rest = []
  for await (const part of { [Symbol.asyncIterator]: () => reading }) rest.push(part)
  expect(rest.find(({ table }) => table === 'tag')?.rows).toHaveLength(1)
  expect(rowsIn(before)).not.toContainEqual(expect.objectContaining({ name: 'own' }))
  expect(rowsIn(await backupOf(storage))).toContainEqual(expect.objectContaining({ name: 'other' }))
})

test('a cancelled backup releases the file', async () => {
  const file = newFile()
  const storage = await opened(file)
  const desk = await workOn(storage)
  const second = new Database(file, { timeout: 0 })
  onTestFinished(() => void second.close())
  const isHeld = () => {
    const [{ busy }] = second.pragma('wal_checkpoint(truncate)') as [{ busy: number }]
    return busy === 1
  }
  const reader = desk.helpdesk.backup().getReader()
  await reader.read()
  const part = storage.backup.parts()[Symbol.asyncIterator]()
  await part.next()
  await storage.bans.add('late@spam.example')
  expect(isHeld()).toBe(true)
  await reader.cancel()
  await part.return?.()
  expect(isHeld()).toBe(false)
})

test('restoring a damaged backup changes nothing', async () => {
  const desk = await workOn(memoryStorage())
  const backup = await new Response(desk.helpdesk.backup()).text()
  const storage = await opened(newFile())
  const damaged = new Blob([backup.replace('Let us see', 'Let us sue')]).stream()
  await expect(restoreBackup(storage, damaged)).rejects.toMatchObject({ code: 'INVALID_BACKUP' })
  expect(rowsIn(await backupOf(storage))).toEqual([])
  await restoreBackup(storage, new Blob([backup]).stream())
  expect(await storage.staff.count()).toBe(2)
})

test('a restore writes many rows with a statement, and sets the next id of a table once', async () => {
  const source = memoryStorage()
  const { clock } = await createTestHelpdesk({ storage: source })
  const entry = { type: 'INVITE', to: null, date: clock.now(), authorName: '', author: null } as const
  for (let count = 0; count < 450; count++) await source.logs.add({ ...entry, to: `${count}` })
  const statements: string[] = []
  const storage = await sqlite(newFile(), { onQuery: (text) => void statements.push(text) })
  onTestFinished(() => storage.close())
  statements.length = 0
  await restoreBackup(storage, new Blob([await backupOf(source)]).stream())
  expect(await storage.logs.list({ offset: 0, limit: 1 })).toMatchObject([{ to: '449' }])
  const ofLog = statements.filter((text) => text.startsWith('insert into "log"'))
  expect(ofLog.length).toBeLessThan(12)
  const counters = statements.filter((text) => text.startsWith('insert into sqlite_sequence'))
  expect(counters.length).toBeLessThan(100)
})
