import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { memoryFiles, OpenSupports, type Storage } from '@opensupports/core'
import { createConnection } from 'mysql2/promise'
import { afterAll, describe, expect, onTestFinished, test } from 'vitest'
import { type AdoptOptions, adopt, openStorage, schemaDrift } from '../index.js'
import { mysqlServer, postgresServer } from '../servers.test-support.js'
import { oldDatabaseFacts as facts, makeOldDatabase, type OldDatabaseOptions } from '../testing/index.js'

const folder = mkdtempSync(join(tmpdir(), 'opensupports-adopt-'))
const mysql = await mysqlServer()
const postgres = await postgresServer()
afterAll(async () => {
  await mysql?.stop()
  await postgres?.stop()
  rmSync(folder, { recursive: true })
})

let files = 0
const targets: Record<string, (() => Promise<string>) | undefined> = {
  'in place': undefined,
  'into SQLite': async () => join(folder, `${files++}.db`),
  ...(postgres ? { 'into PostgreSQL': () => postgres.empty() } : {}),
  ...(mysql ? { 'into MySQL or MariaDB': () => mysql.empty() } : {}),
}

async function old(options?: OldDatabaseOptions): Promise<string> {
  const address = (await mysql?.empty()) ?? ''
  await makeOldDatabase(address, options)
  return address
}

/** Adopts, and opens what came of it. */
async function adopted(from: string, to: string | undefined, options: Partial<AdoptOptions> = {}) {
  const report = await adopt({ from, ...(to ? { to } : {}), ...options })
  const storage = await openStorage(to ?? from)
  onTestFinished(() => storage.close())
  const store = memoryFiles()
  return { report, storage, store, helpdesk: new OpenSupports({ storage, files: store, passwordCost: 4 }) }
}

/** Every ticket as staff of level 3 gets it. */
async function everyTicket(storage: Storage, count: number) {
  const helpdesk = new OpenSupports({ storage })
  const ada = helpdesk.actingAs({ staff: 1 })
  const tickets = []
  for (let id = 1; id <= count; id++) {
    tickets.push(await helpdesk.ticket.get(ada, { ticketNumber: facts.ticketNumber(id) }))
  }
  return tickets
}

const rowsOf = async (address: string, statement: string) => {
  const connection = await createConnection(address)
  const [rows] = await connection.query(statement)
  await connection.end()
  return rows as Record<string, unknown>[]
}

describe.skipIf(!mysql).each(Object.keys(targets))('%s', (way) => {
  const target = async () => targets[way]?.()

  test.each([{}, { drifted: true }])('a database %j is as if it had always been ours', async (options) => {
    const from = await old(options)
    const to = await target()
    const { report, helpdesk, storage, store } = await adopted(from, to)
    expect(report).toMatchObject({ state: 'done', conflicts: [], rows: { ticket: 60, ticketevent: 300 } })
    expect(await schemaDrift(to ?? from)).toEqual([])

    const { password } = facts
    const ada = await helpdesk.user.login({}, { email: 'ada@old.example', password, staff: true })
    const user = await helpdesk.user.login({}, { email: 'user2@old.example', password })
    const ticketNumber = facts.ticketNumber(1)
    const ticket = await helpdesk.ticket.get(user, { ticketNumber })
    expect(ticket).toMatchObject({ ticketNumber, file: facts.fileName(1), department: { name: 'Technical' } })
    await store.put(facts.fileName(1), new File(['old words'], 'a'))
    const file = await helpdesk.system.download(user, { file: facts.fileName(1) })
    expect(await new Response(file?.stream()).text()).toBe('old words')

    const found = await helpdesk.ticket.search(ada, { query: 'NAIVE', page: 1 })
    expect(found.tickets.length).toBeGreaterThan(0)
    const created = await helpdesk.ticket.create(user, { title: 'New', content: 'After the move' })
    expect(created.ticketNumber).toBe(facts.ticketNumber(61))

    expect(await helpdesk.system.getApiKeys(ada)).toHaveLength(3)
    await storage.settings.set({ 'recaptcha-private': 'on', 'mandatory-login': '0' })
    const byKey = { title: 'By key', content: 'From the shop', email: 'a@shop.example', name: 'Shop' }
    await expect(helpdesk.ticket.create({}, byKey)).rejects.toMatchObject({ code: 'INVALID_CAPTCHA' })
    await helpdesk.ticket.create({}, { ...byKey, apiKey: facts.apiKey })
    expect(JSON.stringify(await storage.apiKeys.all())).not.toContain(facts.apiKey)
    const remembered = { userId: 1, rememberToken: facts.rememberToken, remember: true }
    await helpdesk.user.login({}, remembered)

    expect(await storage.settings.all()).toMatchObject({ title: 'Old Support', 'imap-token': '' })
    expect(await storage.settings.languages()).toHaveLength(15)
    expect(await storage.mailTemplates.get('USER_INVITE', 'pl')).toMatchObject({ template: 'USER_INVITE' })
    expect((await storage.topics.all()).map((topic) => topic.private)).toEqual([false, false, false, true])
    const { total } = await storage.tickets.list({
      ...{ filter: { closed: false }, order: [{ by: 'id' }], events: false, offset: 0, limit: 5 },
    })
    expect(total).toBe(42)
  })

  test('every ticket stays as it was', async () => {
    const from = await old()
    const before = await openStorage(from, { migrate: false })
    const expected = await everyTicket(before, 60)
    await before.close()
    const { storage } = await adopted(from, await target())
    expect(await everyTicket(storage, 60)).toEqual(expected)
  })

  test('conflicts stop everything, until they may be resolved', async () => {
    const from = await old({ drifted: true, dirty: true })
    const to = await target()
    const tables = await rowsOf(from, 'show tables')
    const options = { from, ...(to ? { to } : {}) }
    const stopped = await adopt(options)
    expect(stopped.state).toBe('conflicts')
    expect(
      stopped.conflicts.map(({ table, value, rows }) => [table, value, rows.map(({ id }) => id)]),
    ).toEqual(conflicts)
    expect(await rowsOf(from, 'show tables')).toEqual(tables)

    const { report, helpdesk, storage } = await adopted(from, to, { resolveConflicts: true })
    expect(report.state).toBe('done')
    const all = await helpdesk.user.getUsers(helpdesk.actingAs({ staff: 1 }), {
      ...({ page: 1, orderBy: 'id', search: 'user6' } as const),
    })
    expect(all.users).toMatchObject([{ id: 6, email: 'user6@old.example' }])
    expect((await storage.users.byEmail('user5@old.example'))?.id).toBe(5)
    const merged = helpdesk.actingAs({ user: { email: 'user6@old.example', name: 'User 6' } })
    expect(await helpdesk.ticket.get(merged, { ticketNumber: facts.ticketNumber(6) })).toMatchObject({
      author: { id: 6 },
    })
    const renumbered = await Promise.all(
      [61, 62].map((place) => storage.tickets.byNumber(facts.ticketNumber(place))),
    )
    expect(renumbered.map((ticket) => ticket?.id).sort()).toEqual([4, 8])
    const next = await helpdesk.ticket.create(merged, { title: 'Next', content: 'After them' })
    expect(next.ticketNumber).toBe(facts.ticketNumber(63))
    expect((await storage.settings.all()).title).toBe('Old Support')
    expect((await storage.tags.all()).map(({ name }) => name)).toEqual(['High', 'Medium', 'Low'])
    expect((await storage.apiKeys.all()).map(({ name }) => name)).toEqual([
      'Shop',
      'Signup',
      'Checker',
      'Shop 2',
    ])
  })
})

const conflicts = [
  ['ticket', null, [8]],
  ['user', 'user6@old.example', [6, 51]],
  ['ban', 'spam@old.example', [1, 2]],
  ['ticket', facts.ticketNumber(2), [2, 4]],
  ['setting', 'title', [15, 26]],
  ['language', 'en', [1, 12]],
  ['apikey', 'Shop', [1, 4]],
  ['tag', 'High', [1, 4]],
  ['customfield', 'Company', [1, 3]],
]
