import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { BackupPart, Storage, TicketFilter } from '@opensupports/core'
import { createTestHelpdesk } from '@opensupports/core/testing'
import Database from 'better-sqlite3'
import { describe, expect, onTestFinished, test } from 'vitest'
import { openedStorage } from './database.js'
import { withFunctions } from './dialects/sqlite/connect.js'
import { sqliteDatabase } from './dialects/sqlite/index.js'
import { builtReader, endingAt } from './dialects/sqlite/threads/built.test-support.js'
import type { SqliteOptions } from './sqlite.js'
import { usual } from './stores/usual-order.test-support.js'

const reader = builtReader()

let files = 0
const newFile = () => join(reader.folder, `${++files}.db`)
/** A program that was never built. */
function missing(): URL {
  return pathToFileURL(join(reader.folder, `${++files}.js`))
}

async function opened(file: string, thread: URL, options: SqliteOptions = {}): Promise<Storage> {
  const storage = await openedStorage(await sqliteDatabase(file, options, thread), options)
  onTestFinished(() => storage.close())
  return storage
}

const search = (storage: Storage, text: string) =>
  storage.tickets.list({ filter: { text }, order: [{ by: 'id' }], events: true, offset: 0, limit: 10 })

async function partsOf(storage: Storage): Promise<BackupPart[]> {
  const parts: BackupPart[] = []
  for await (const part of storage.backup.parts()) parts.push(part)
  return parts
}

/** What a member of the first department may search, who wrote tickets elsewhere. */
const searched = (storage: Storage, filter: TicketFilter, order = usual) =>
  storage.tickets.list({
    filter: { anyOf: [{ departments: [1] }, { writtenByStaff: 1 }], ...filter },
    order,
    events: false,
    offset: 0,
    limit: 10,
  })

const ownTicket = (ticketNumber: number) => ({
  ticketNumber,
  title: 'A call',
  content: 'Somebody called.',
  language: 'en',
  departmentId: 1,
  author: { kind: 'staff', id: 1 } as const,
  authorName: null,
  authorEmail: null,
  file: null,
  date: new Date(0),
  unproved: false,
})

const heavyReads: Record<string, (storage: Storage) => Promise<unknown>> = {
  'a search': (storage) => search(storage, 'printer'),
  'a list by title': (storage) =>
    storage.tickets.list({ filter: { titleContains: 'pr' }, order: [], events: false, offset: 0, limit: 10 }),
  'a list by date of what one may see': (storage) => searched(storage, {}, [{ by: 'date' }, { by: 'id' }]),
  'a list by a flag that indexes do not decide on': (storage) => searched(storage, { unreadStaff: true }),
  statistics: (storage) => storage.tickets.statistics({}),
  'a search for users': (storage) =>
    storage.users.list({ search: 'e', orderBy: 'id', desc: false, offset: 0, limit: 10 }),
  'a search for people': (storage) =>
    storage.people.search({ name: 'e', usersOnly: false, except: [], limit: 10 }),
  'a backup': partsOf,
}

async function filled(storage: Storage) {
  const desk = await createTestHelpdesk({ storage })
  const author = await desk.user({ name: 'Éve' })
  for (const title of ['The printer', 'Another printer', 'A mouse']) await desk.ticket({ author, title })
  return desk
}

test.each(Object.entries(heavyReads))('%s reads the same on a thread as on this one', async (_, read) => {
  const file = newFile()
  const here = await opened(file, new URL('file:///no/read-thread.js'))
  await filled(here)
  const result = await read(here)
  expect(await read(await opened(file, reader.program))).toEqual(result)
  const ending = await opened(file, endingAt('"sql"', reader.program, reader.folder))
  await expect(read(ending)).rejects.toMatchObject({ code: 'DATABASE_UNAVAILABLE' })
})

test('a thread that ended is replaced at the next read', async () => {
  const storage = await opened(newFile(), endingAt('deadly', reader.program, reader.folder))
  await filled(storage)
  for (let time = 0; time < 3; time++) {
    const deaths = await Promise.allSettled([search(storage, 'deadly'), search(storage, 'deadly')])
    const reason = { code: 'DATABASE_UNAVAILABLE', details: { retryAfter: 5 } }
    expect(deaths).toMatchObject([{ reason }, { reason }])
    expect((await search(storage, 'printer')).total).toBe(2)
  }
})

test('small lists need no thread', async () => {
  const storage = await opened(newFile(), endingAt('"sql"', reader.program, reader.folder))
  await filled(storage)
  const page = { order: [{ by: 'id' }], events: false, offset: 0, limit: 10 } as const
  expect((await storage.tickets.list({ ...page, filter: { departments: [1], closed: false } })).total).toBe(3)
  const byNumber = { filter: { text: '1234567', closed: false }, order: [{ by: 'rank' }] } as const
  expect((await storage.tickets.list({ ...page, ...byNumber })).total).toBe(0)
  expect((await storage.users.list({ orderBy: 'id', desc: false, offset: 0, limit: 10 })).users).toHaveLength(
    1,
  )
})

test('a search without a text needs no thread if it reads few tickets', async () => {
  const storage = await opened(newFile(), endingAt('"sql"', reader.program, reader.folder))
  await filled(storage)
  const [first] = (await searched(storage, {})).tickets
  const authors = first?.author ? [first.author] : []
  expect(authors).toMatchObject([{ kind: 'user' }])
  const unread = { dateRange: { from: new Date(0), to: new Date(8e12) }, unreadStaff: true }
  for (const filter of [{}, { closed: false }, { closed: false, assigned: false }, { authors }, unread])
    expect((await searched(storage, filter)).total).toBe(3)
  expect((await searched(storage, { closed: true })).total).toBe(0)
  await storage.transaction(async (tx) => {
    for (let number = 1; number <= 5001; number++) await tx.tickets.insert(ownTicket(number))
  })
  await expect(searched(storage, {})).rejects.toMatchObject({ code: 'DATABASE_UNAVAILABLE' })
})

test('a search for a number needs a thread only among millions of texts', async () => {
  const file = newFile()
  const storage = await opened(file, endingAt('"sql"', reader.program, reader.folder))
  await filled(storage)
  const byNumber = { filter: { text: '1234567' }, order: usual, events: false, offset: 0, limit: 10 }
  expect((await storage.tickets.list(byNumber)).total).toBe(0)
  const other = withFunctions(new Database(file))
  onTestFinished(() => void other.close())
  other.exec("insert into ticketevent (id, type, ticket_id) values (2000001, 'CLOSE', 1)")
  await expect(storage.tickets.list(byNumber)).rejects.toMatchObject({ code: 'DATABASE_UNAVAILABLE' })
})

test('a page and its count are of one snapshot', async () => {
  const file = newFile()
  let afterStatement = () => {}
  const storage = await opened(file, reader.program, { onQuery: () => afterStatement() })
  await filled(storage)
  const other = new Database(file)
  onTestFinished(() => void other.close())
  let statements = 0
  afterStatement = () => {
    if (++statements === 1)
      other.exec(`insert into user (name, email, password) values ('Eve', 'eve@x.example', '')`)
  }
  const found = () => storage.users.list({ search: 'eve', orderBy: 'id', desc: false, offset: 0, limit: 10 })
  expect(await found()).toMatchObject({ total: 1, users: { length: 1 } })
  expect(await found()).toMatchObject({ total: 2, users: { length: 2 } })
})

test('more heavy reads at once than there are threads all answer, beside a backup that is read slowly', async () => {
  const storage = await opened(newFile(), reader.program)
  const desk = await filled(storage)
  const backup = storage.backup.parts()[Symbol.asyncIterator]()
  const first = await backup.next()
  await desk.ticket({ author: await desk.user(), title: 'A third printer' })
  const found = await Promise.all(Array.from({ length: 20 }, () => search(storage, 'printer')))
  expect(found.map(({ total }) => total)).toEqual(Array(20).fill(3))
  const parts = [first.value as BackupPart]
  for (let next = await backup.next(); !next.done; next = await backup.next()) parts.push(next.value)
  expect(parts.filter(({ table }) => table === 'ticket').flatMap(({ rows }) => rows)).toHaveLength(3)
})

test('a closed storage leaves nothing beside its file', async () => {
  const file = newFile()
  const storage = await opened(file, reader.program)
  await filled(storage)
  await search(storage, 'printer')
  const backup = storage.backup.parts()[Symbol.asyncIterator]()
  await backup.next()
  expect(existsSync(`${file}-wal`)).toBe(true)
  await storage.close()
  expect([existsSync(`${file}-wal`), existsSync(`${file}-shm`)]).toEqual([false, false])
  await expect(backup.next()).rejects.toThrow('the database is closed')
  await expect(search(storage, 'printer')).rejects.toThrow()
})

describe('without its program', () => {
  const programs: Record<string, () => URL> = {
    'which is missing': missing,
    'which cannot run': () => new URL('data:text/javascript,throw%20new%20Error()'),
    'which is another one': () => new URL('data:text/javascript,'),
  }
  test.each(Object.entries(programs))('%s, all is read here, with one warning', async (_, of) => {
    const warnings: Error[] = []
    const warn = (warning: Error) => warnings.push(warning)
    process.on('warning', warn)
    onTestFinished(() => void process.off('warning', warn))
    const program = of()
    for (const storage of [await opened(newFile(), program), await opened(newFile(), program)]) {
      await filled(storage)
      for (const read of Object.values(heavyReads)) expect(await read(storage)).toBeDefined()
      expect((await search(storage, 'printer')).total).toBe(2)
    }
    expect(warnings).toMatchObject([{ code: 'OPENSUPPORTS_NO_READ_THREAD' }])
  })
})
