import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { memoryFiles, memoryStorage, OpenSupports, restoreBackup, type Storage } from '@opensupports/core'
import { sql } from 'kysely'
import { createConnection } from 'mysql2/promise'
import { afterAll, describe, expect, onTestFinished, test } from 'vitest'
import { type AdoptOptions, adopt, openStorage, schemaDrift } from '../index.js'
import { migrate } from '../migrations/index.js'
import { openDatabase } from '../open-storage.js'
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

/** Adopts a database and opens the result. */
async function adopted(from: string, to: string | undefined, options: Partial<AdoptOptions> = {}) {
  const report = await adopt({ from, ...(to ? { to } : {}), ...options })
  const storage = await openStorage(to ?? from)
  onTestFinished(() => storage.close())
  const store = memoryFiles()
  return { report, storage, store, helpdesk: new OpenSupports({ storage, files: store, passwordCost: 4 }) }
}

/**
 * Returns every ticket of a 4.11 database before its adoption. Adds only the columns and tables needed to read them.
 */
async function asWritten(address: string) {
  const database = await openDatabase(address)
  const { db } = database
  // The index on this column needs a wider type.
  await sql.raw('alter table ban modify email varchar(255)').execute(db)
  await migrate(database)
  await db.destroy()
  const storage = await openStorage(address, { migrate: false })
  const tickets = await everyTicket(storage, 60)
  await storage.close()
  return tickets
}

/** Returns every ticket as seen by staff of level 3. */
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

  test.each([{}, { drifted: true }])('an adopted database %j works like a new one', async (options) => {
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
      filter: { closed: false },
      order: [{ by: 'id' }],
      events: false,
      offset: 0,
      limit: 5,
    })
    expect(total).toBe(42)
  })

  test('every ticket stays unchanged', async () => {
    const from = await old()
    const expected = await asWritten(await old())
    const { storage } = await adopted(from, await target())
    expect(await everyTicket(storage, 60)).toEqual(expected)
  })

  test('names that 4.11 stored with HTML entities are decoded', async () => {
    const from = await old()
    const number = facts.ticketNumber(1)
    for (const statement of [
      "update user set name = 'Tom &amp; Co' where id = 1",
      `update ticket set title = '1 &lt; 2 &amp;amp;', author_name = 'Tom &amp; Co' where ticket_number = ${number}`,
      "update department set name = 'R&amp;D' where id = 1",
      "update tag set name = 'A&amp;B' where id = 1",
      "update topic set name = 'Q&amp;A' where id = 1",
      "update ticketevent set content = 'R&amp;D' where id = 1 and type <> 'COMMENT'",
    ])
      await rowsOf(from, statement)
    const to = await target()
    const { helpdesk, storage } = await adopted(from, to)
    const ada = helpdesk.actingAs({ staff: 1 })
    expect(await storage.users.byId(1)).toMatchObject({ name: 'Tom & Co' })
    expect(await helpdesk.ticket.get(ada, { ticketNumber: number })).toMatchObject({ title: '1 < 2 &amp;' })
    expect(await storage.departments.byName('R&D')).toMatchObject({ id: 1, name: 'R&D' })
    expect(await storage.tags.byId(1)).toMatchObject({ name: 'A&B' })
    expect((await storage.topics.all()).map(({ name }) => name)).toContain('Q&A')
    // Contents are HTML and are not decoded.
    const contents = (await everyTicket(storage, 3)).map(({ content }) => content)
    for (const content of contents) expect(content).toContain('&amp;')

    await expect(helpdesk.ticket.createTag(ada, { name: 'A&B', color: '#000000' })).rejects.toMatchObject({
      code: 'TAG_EXISTS',
    })
    await helpdesk.ticket.createTag(ada, { name: '<C> &amp; D', color: '#000000' })
    expect((await storage.tags.all()).at(-1)).toMatchObject({ name: '<C> &amp; D' })
    // 4.11 inserts names into its pages unescaped.
    const stored = to ? undefined : await rowsOf(from, 'select name from tag order by id desc limit 1')
    if (stored) expect(stored).toEqual([{ name: '&lt;C&gt; &amp;amp; D' }])

    const copy = memoryStorage()
    await restoreBackup(copy, helpdesk.backup())
    expect(await copy.tags.all()).toEqual(await storage.tags.all())
    expect(await copy.users.byId(1)).toMatchObject({ name: 'Tom & Co' })
  })

  test('conflicts prevent the adoption unless they may be resolved', async () => {
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
      page: 1 as const,
      orderBy: 'id' as const,
      search: 'user6' as const,
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

describe.skipIf(!mysql)('an adoption that fails', () => {
  /** Fails at the given call of `onProgress`. */
  const failingAfter = (steps: number): Partial<AdoptOptions> => {
    let calls = 0
    return {
      onProgress() {
        if (calls++ === steps) throw new Error('the line is cut')
      },
    }
  }

  test.each([2, 5, 9, 20, 30, 40])('in place, at step %i, is completed by the next call', async (steps) => {
    const from = await old({ drifted: true, dirty: true })
    const options = { from, resolveConflicts: true }
    await expect(adopt({ ...options, ...failingAfter(steps) })).rejects.toThrow('the line is cut')
    await expect(openStorage(from)).rejects.toThrow('adopt')
    expect(await adopt(options)).toMatchObject({ state: 'done' })
    expect(await schemaDrift(from)).toEqual([])
    const storage = await openStorage(from)
    expect(await everyTicket(storage, 1)).toMatchObject([{ ticketNumber: facts.ticketNumber(1) }])
    const key = await rowsOf(from, 'select token, token_ending as ending from apikey where id = 1')
    expect(key).toMatchObject([{ token: expect.stringMatching(/^[0-9a-f]{64}$/) }])
    expect(key).toMatchObject([{ ending: facts.apiKey.slice(-4) }])
    await storage.close()
  })

  test.each([3, 22, 26, 40])(
    'into another database, after %i parts, is completed by the next call',
    async (parts) => {
      const from = await old({ drifted: true, tickets: 1200, events: 2 })
      const to = join(folder, `${files++}.db`)
      let [calls, copied] = [0, 0]
      const broken = adopt({
        from,
        to,
        onProgress(table, done) {
          if (table === 'ticket') copied = done
          if (calls++ === parts) throw new Error('the line is cut')
        },
      })
      await expect(broken).rejects.toThrow('the line is cut')
      await expect(openStorage(to)).rejects.toThrow('is unfinished')
      let begunAt: number | undefined
      await adopt({
        from,
        to,
        onProgress(table, done) {
          if (table === 'ticket') begunAt ??= done
        },
      })
      expect(begunAt).toBe(copied)
      const storage = await openStorage(to)
      const { total } = await storage.tickets.list({
        filter: {},
        order: [{ by: 'id' }],
        events: false,
        offset: 0,
        limit: 1,
      })
      expect(total).toBe(1200)
      expect(await everyTicket(storage, 20)).toHaveLength(20)
      await storage.close()
    },
  )

  test('ends before its next step once its signal aborts, and is finished by the next call', async () => {
    const from = await old()
    const stopping = new AbortController()
    let steps = 0
    const interrupted = adopt({
      from,
      signal: stopping.signal,
      onProgress: () => ++steps === 5 && stopping.abort(new Error('stop')),
    })
    await expect(interrupted).rejects.toThrow(/^stop$/)
    expect(steps).toBe(5)
    expect(await adopt({ from })).toMatchObject({ state: 'done' })
  })

  test('is not continued with another source', async () => {
    const [one, other] = [await old(), await old()]
    await rowsOf(other, "update setting set value = 'another' where name = 'session-prefix'")
    const to = join(folder, `${files++}.db`)
    await expect(adopt({ from: one, to, ...failingAfter(20) })).rejects.toThrow('the line is cut')
    await expect(adopt({ from: other, to })).rejects.toThrow(
      'it holds an unfinished adoption of another database',
    )
  })
})

describe.skipIf(!mysql)('a dry run', () => {
  test('reports the changes without making them', async () => {
    const from = await old({ drifted: true, dirty: true })
    const dump = () => rowsOf(from, 'show create table ticket')
    const before = await dump()
    const report = await adopt({ from, dryRun: true })
    expect(report.state).toBe('dry-run')
    expect(report.conflicts).toHaveLength(9)
    expect(report.changes).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^table ticket: .*added: author, total_departments, total_owners/),
        expect.stringMatching(/^table topic: widened: .*private/),
        expect.stringMatching(/^table tag: collation changed/),
        '1 rows of article: position corrected',
        '4 rows of apikey: token hashed',
        '2 dangling references removed',
        'settings added: imap-token',
        'languages added: br, gr, nl, pl',
        '15 mail templates added',
      ]),
    )
    expect(report.files).toContain(facts.fileName(1))
    expect(await dump()).toEqual(before)
    expect(await rowsOf(from, 'select token from apikey where id = 1')).toEqual([{ token: facts.apiKey }])
  })
})

describe.skipIf(!mysql)('refuses', () => {
  test('to change a database that is already adopted', async () => {
    const from = await old()
    await adopt({ from })
    expect(await adopt({ from })).toMatchObject({ state: 'already', changes: [] })
    await expect(adopt({ from, to: join(folder, `${files++}.db`) })).rejects.toThrow(
      'it was adopted in place',
    )
  })

  test('a target that contains a helpdesk', async () => {
    const to = join(folder, `${files++}.db`)
    const storage = await openStorage(to)
    const admin = { name: 'Ada', email: 'ada@example.com', password: 'correct horse' }
    await new OpenSupports({ storage, passwordCost: 4 }).install({ admin })
    await storage.close()
    await expect(adopt({ from: await old(), to })).rejects.toThrow('it already contains a helpdesk')
  })

  test('a database without the tables of 4.11', async () => {
    await expect(adopt({ from: (await mysql?.empty()) ?? '' })).rejects.toThrow('does not have the tables')
  })

  test('a database of OpenSupports before 4.8', async () => {
    const from = await old()
    await rowsOf(from, 'alter table ticket add priority varchar(191)')
    await expect(adopt({ from })).rejects.toThrow('before 4.8')
  })

  test('a database other than MySQL and MariaDB', async () => {
    await expect(adopt({ from: join(folder, 'none.db') })).rejects.toThrow('MySQL or MariaDB')
  })

  test('a second adoption that runs at the same time', async () => {
    const from = await old()
    const both = await Promise.allSettled([adopt({ from }), adopt({ from })])
    const states = both.map((each) => (each.status === 'fulfilled' ? each.value.state : String(each.reason)))
    expect(states.filter((state) => state === 'done')).toHaveLength(1)
    expect(
      states.every((state) => state === 'done' || state === 'already' || /another adoption/.test(state)),
    ).toBe(true)
  })

  test('to open a 4.11 database before it is adopted', async () => {
    await expect(openStorage(await old())).rejects.toThrow('opensupports adopt')
  })
})

test.skipIf(!mysql)(
  'columns that 4.11 reads as true when not null stay null, and its list of bans keeps its order',
  async () => {
    const from = await old({ drifted: true })
    await rowsOf(from, 'update user set not_registered = null where id < 5')
    await rowsOf(from, "insert into ban (email) values ('z@old.example'), ('a@old.example')")
    await rowsOf(
      from,
      "insert into tag (name, color) values ('Résumé', '#111111'), ('Resume', '#222222'), ('😀', '#333333'), ('😡', '#444444'), ('pad ', '#555555'), ('pad', '#666666')",
    )
    await adopt({ from })
    expect(
      await rowsOf(
        from,
        'select distinct edited_title, reopened from ticket where edited_title is not null or reopened is not null',
      ),
    ).toEqual([])
    expect(
      await rowsOf(from, 'select not_registered from user where id < 5 and not_registered is not null'),
    ).toEqual([])
    const bans = await rowsOf(from, 'select * from ban')
    expect(bans.map(({ email }) => email)).toEqual(['spam@old.example', 'z@old.example', 'a@old.example'])
    expect(await rowsOf(from, 'select name from tag where id > 3')).toHaveLength(6)

    const storage = await openStorage(from)
    await storage.tickets.update(1, { editedTitle: false, editedContent: false, reopened: false })
    expect(
      await rowsOf(from, 'select edited_title, edited_content, reopened from ticket where id = 1'),
    ).toEqual([{ edited_title: null, edited_content: null, reopened: null }])
    await storage.close()
  },
)

test.skipIf(!mysql)('4.11 can still use a database that was adopted in place', async () => {
  const from = await old({ drifted: true })
  await adopt({ from })
  const number = facts.ticketNumber(61)
  // Insert as 4.11 does: only columns it knows, and a generated id.
  await rowsOf(
    from,
    `insert into ticket (ticket_number, unread, unread_staff, title, content, language, date, closed, department_id,
      author_id) values (${number}, 0, 1, 'From the old server', '<p>Hello</p>', 'en', 202601010000, 0, 1, 2)`,
  )
  await rowsOf(from, 'insert into ticket_user (ticket_id, user_id) values (61, 2)')
  await rowsOf(
    from,
    `insert into ticketevent (type, content, date, ticket_id, author_user_id, private)
      values ('COMMENT', '${'x'.repeat(9000)}', 202601010001, 61, 2, 0)`,
  )
  await rowsOf(
    from,
    "insert into user (email, password, name, signup_date) values ('n@old.example', 'x', 'N', 1)",
  )
  await rowsOf(
    from,
    "insert into sessioncookie (token, ip, creation_date, expiration_date, is_staff) values ('t', '', 1, 2, 0)",
  )
  await rowsOf(from, "update setting set value = 'abc' where name = 'imap-token'")
  // 4.11 stores and looks up addresses in lower case.
  const users = await rowsOf(from, "select password from user where email = 'user2@old.example'")
  expect(users).toMatchObject([{ password: expect.stringMatching(/^\$2y\$10\$/) }])

  const storage = await openStorage(from)
  const helpdesk = new OpenSupports({ storage, passwordCost: 4 })
  const ada = helpdesk.actingAs({ staff: 1 })
  expect(await helpdesk.ticket.get(ada, { ticketNumber: number })).toMatchObject({
    title: 'From the old server',
    closed: false,
    events: [{ type: 'COMMENT' }],
  })
  const ours = await helpdesk.ticket.create(ada, { title: 'Ours', content: 'Hello' })
  expect(ours.ticketNumber).toBe(facts.ticketNumber(62))
  await storage.close()
})
