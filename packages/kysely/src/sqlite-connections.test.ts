import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Storage } from '@opensupports/core'
import { createTestHelpdesk } from '@opensupports/core/testing'
import Database from 'better-sqlite3'
import { sql } from 'kysely'
import { afterAll, expect, onTestFinished, test } from 'vitest'
import { CallSnapshot } from './dialects/sqlite/call-snapshot.js'
import { sqliteDatabase } from './dialects/sqlite/index.js'
import type { Schema } from './schema.js'
import { type SqliteOptions, sqlite } from './sqlite.js'

const folder = mkdtempSync(join(tmpdir(), 'opensupports-connections-'))
afterAll(() => rmSync(folder, { recursive: true }))

let files = 0
const newFile = () => join(folder, `${++files}.db`)

async function opened(file: string, options: SqliteOptions = {}): Promise<Storage> {
  const storage = await sqlite(file, options)
  onTestFinished(() => storage.close())
  return storage
}

/** A connection like that of another process. */
function another(file: string): Database.Database {
  const database = new Database(file)
  onTestFinished(() => void database.close())
  database.function('os_folded', (text) => text)
  return database
}

const list = (storage: Storage, limit = 10) =>
  storage.tickets.list({ filter: {}, order: [], events: false, offset: 0, limit })

test('reads answer while another process holds the write lock, and a write waits for it', async () => {
  const file = newFile()
  const storage = await opened(file)
  await storage.settings.set({ title: 'before' })
  const other = another(file)
  other.exec('begin immediate')
  const order: string[] = []
  const written = storage.settings.set({ title: 'after' }).then(() => order.push('written'))
  for (let turn = 0; turn < 3; turn++) {
    expect((await storage.settings.all()).title).toBe('before')
    expect((await list(storage)).total).toBe(0)
    expect(await storage.tickets.statistics({})).toBeDefined()
    await nextTurn()
  }
  order.push('released')
  other.exec('commit')
  await written
  expect(order).toEqual(['released', 'written'])
  expect((await storage.settings.all()).title).toBe('after')
})

test('a read beside an open transaction gets what is committed, and the transaction what it wrote', async () => {
  const storage = await opened(newFile())
  await storage.settings.set({ title: 'before' })
  await storage.transaction(async (tx) => {
    await tx.settings.set({ title: 'after' })
    expect((await tx.settings.all()).title).toBe('after')
    expect((await storage.settings.all()).title).toBe('before')
  })
  expect((await storage.settings.all()).title).toBe('after')
})

test('statements after the end of a transaction are refused', async () => {
  const storage = await sqlite(newFile())
  onTestFinished(() => storage.close())
  const [last, kysely] = await storage.transaction(async (tx) => {
    await tx.settings.set({ title: 'before' })
    return [tx, tx.trx?.kysely<Schema>()] as const
  })
  const late = [
    () => last.settings.set({ title: 'late' }),
    () => last.settings.all(),
    () => last.attempts.add('key', new Date(0), 1),
  ]
  for (const each of late) await expect(each()).rejects.toThrow('the transaction is over')
  const byHost = async () => kysely?.selectFrom('setting').selectAll().execute()
  await storage.transaction(async () => {
    await expect(byHost()).rejects.toThrow('the transaction is over')
  })
  expect((await storage.settings.all()).title).toBe('before')
})

test('a transaction that fails leaves the connection to the next one', async () => {
  const storage = await opened(newFile())
  const failing = storage.transaction(async (tx) => {
    await tx.settings.set({ title: 'lost' })
    throw new Error('no')
  })
  await expect(failing).rejects.toThrow('no')
  await storage.transaction((tx) => tx.settings.set({ title: 'kept' }))
  expect(await storage.settings.all()).toEqual({ title: 'kept' })
})

test('each read sees all writes that were committed before it', async () => {
  const file = newFile()
  const [storage, other] = [await opened(file), await opened(file)]
  const desk = await createTestHelpdesk({ storage })
  const author = await desk.user()
  for (let number = 1; number <= 5; number++) {
    const lists = Array.from({ length: 6 }, () => list(storage))
    await desk.ticket({ author, content: 'x' })
    expect((await list(storage)).total).toBe(number)
    expect((await list(other)).total).toBe(number)
    await Promise.all(lists)
  }
})

test('a page and its count are of one snapshot', async () => {
  const file = newFile()
  let afterStatement = () => {}
  const storage = await opened(file, { onQuery: () => afterStatement() })
  const desk = await createTestHelpdesk({ storage })
  const author = await desk.user()
  for (let number = 0; number < 2; number++) await desk.ticket({ author, content: 'x' })
  const other = another(file)
  let statements = 0
  afterStatement = () => {
    // The first one is `begin`.
    if (++statements !== 2) return
    other.exec(
      `insert into ticket (ticket_number, title, content, date, closed) values (999999, 'x', 'x', 0, 0)`,
    )
  }
  const { tickets, total } = await list(storage, 1)
  expect([tickets.length, total]).toEqual([1, 2])
  expect((await list(storage, 1)).total).toBe(3)
})

test('more lists at once than there are connections all answer', async () => {
  const storage = await opened(newFile())
  const desk = await createTestHelpdesk({ storage })
  await desk.ticket({ author: await desk.user(), content: 'x' })
  const lists = await Promise.all(Array.from({ length: 20 }, () => list(storage)))
  expect(lists.map(({ total }) => total)).toEqual(Array(20).fill(1))
})

test('opening a locked file waits without blocking the event loop', async () => {
  const file = newFile()
  const other = another(file)
  other.exec('create table other (id); begin exclusive')
  const order: string[] = []
  const opening = opened(file).then(() => order.push('opened'))
  for (let turn = 0; turn < 3; turn++) await nextTurn()
  order.push('released')
  other.exec('commit')
  await opening
  expect(order).toEqual(['released', 'opened'])
})

test.each([
  [undefined, 2],
  ['full', 2],
  ['normal', 1],
] as const)('with `synchronous: %s`, the writing connection has level %s', async (synchronous, level) => {
  const { db } = await sqliteDatabase(newFile(), synchronous ? { synchronous } : {})
  onTestFinished(() => db.destroy())
  expect((await sql`pragma synchronous`.execute(db)).rows).toEqual([{ synchronous: level }])
})

/** Adds a user, and returns a function that reads the user's name. */
async function named(storage: Storage, name: string): Promise<() => Promise<string | undefined>> {
  const email = 'uma@customer.example'
  const rest = { signupDate: new Date(0), verificationToken: null, notRegistered: false }
  const id = await storage.users.insert({ name, email, password: 'none', ...rest })
  await nextTurn()
  return async () => (await storage.users.byId(id ?? 0))?.name
}

const rename = (name: string) => `update user set name = '${name}'`

test('the reads of a call see one state, and those of the next turn what another process has written', async () => {
  const file = newFile()
  const storage = await opened(file)
  const name = await named(storage, 'first')
  const other = another(file)
  // Each call begins with the settings.
  await storage.settings.all()
  expect(await name()).toBe('first')
  other.exec(rename('second'))
  // Awaiting a read of SQLite does not end the turn.
  expect(await name()).toBe('first')
  await nextTurn()
  expect(await name()).toBe('second')
})

test('each call sees what another connection has written before it began, in the same turn', async () => {
  const file = newFile()
  const storage = await opened(file)
  const { helpdesk, admin } = await createTestHelpdesk({ storage })
  const other = another(file)
  const title = async () => (await helpdesk.system.getSettings(admin))?.title
  await title()
  other.exec("update setting set value = 'second' where name = 'title'")
  expect(await title()).toBe('second')
  const nameOf = async () => (await helpdesk.staff.get(admin)).name
  await nameOf()
  other.exec("update staff set name = 'Grace'")
  expect(await nameOf()).toBe('Grace')
})

test('the reads of a call see others’ writes after a hundred reads, even if the turn does not end', async () => {
  const file = newFile()
  const storage = await opened(file)
  const name = await named(storage, 'first')
  const other = another(file)
  await storage.settings.all()
  await name()
  other.exec(rename('second'))
  for (let read = 1; read < 100; read++) await name()
  expect(await name()).toBe('second')
})

test('a read beside all calls sees what was committed before it', async () => {
  const file = newFile()
  const storage = await opened(file)
  const name = await named(storage, 'first')
  const other = another(file)
  for (const next of ['second', 'third']) {
    other.exec(rename(next))
    expect(await name()).toBe(next)
  }
})

test('a read sees what two storages of this process have written in the same turn', async () => {
  const file = newFile()
  const [one, other] = [await opened(file), await opened(file)]
  const name = await named(one, 'first')
  for (const [storage, next] of [
    [one, 'second'],
    [other, 'third'],
  ] as const) {
    await one.settings.all()
    await name()
    await storage.users.update(1, { name: next })
    expect(await name()).toBe(next)
  }
})

test('a call after a transaction of the host sees what it has committed, in the same turn', async () => {
  const file = newFile()
  const storage = await opened(file)
  const { helpdesk, user } = await createTestHelpdesk({ storage })
  const uma = await user()
  const own = another(file)
  own.pragma('foreign_keys = on')
  await helpdesk.user.get(uma)
  own.exec('begin immediate')
  const { ticketNumber } = await helpdesk.within(own, (desk) =>
    desk.ticket.create(uma, { title: 'Refund', content: 'Please.' }),
  )
  own.exec('commit')
  expect((await helpdesk.ticket.get(uma, { ticketNumber })).title).toBe('Refund')
})

test('a snapshot that SQLite has ended after an error fails nothing else', async () => {
  const file = newFile()
  const storage = await opened(file)
  await storage.settings.set({ title: 'first' })
  const reader = new Database(file, { readonly: true })
  onTestFinished(() => void reader.close())
  const snapshot = new CallSnapshot(reader as never, () => reader.inTransaction)
  const title = () => reader.prepare("select value from setting where name = 'title'").pluck().get()
  snapshot.begin()
  expect(title()).toBe('first')
  // As SQLite does by itself when the disk is full.
  reader.exec('rollback')
  await storage.settings.set({ title: 'second' })
  snapshot.begin()
  expect(title()).toBe('second')
  reader.exec('rollback')
  expect(() => snapshot.end()).not.toThrow()
})

test('what needs no settings answers while the storage fails', async () => {
  const storage = await sqlite(newFile())
  const { helpdesk } = await createTestHelpdesk({ storage })
  await storage.close()
  expect((await helpdesk.system.checkRequirements({})).PDO).toMatchObject({ value: 'Not available' })
})
