import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { memoryStorage, type Storage } from '@opensupports/core'
import { tables } from '@opensupports/core/schema'
import { createTestHelpdesk, type TestHelpdesk } from '@opensupports/core/testing'
import { afterAll, describe, expect, onTestFinished, test } from 'vitest'
import { pglite } from './pglite.js'
import { emptyPglite } from './pglite.test-support.js'
import { mysqlServer, postgresServer } from './servers.test-support.js'
import { sqlite } from './sqlite.js'

const folder = mkdtempSync(join(tmpdir(), 'opensupports-personal-'))
let files = 0
const servers = { PostgreSQL: await postgresServer(), 'MySQL or MariaDB': await mysqlServer() }
afterAll(async () => {
  rmSync(folder, { recursive: true })
  for (const server of Object.values(servers)) await server?.stop()
})

const storages: Record<string, () => Promise<Storage>> = {
  memory: async () => memoryStorage(),
  SQLite: () => sqlite(join(folder, `${++files}.db`), { synchronous: 'normal' }),
  PGlite: async () => pglite(await emptyPglite()),
}
for (const [name, server] of Object.entries(servers))
  if (server) storages[name] = async () => (await server.open(1))[0] as unknown as Storage

const address = 'jane.doe@example.com'
/** What only Jane has written, or is called. */
const words = ['Jane', address, 'zebrafish']

/** Returns where a text has one of the words: every table of the schema, every file. */
async function placesOf({ storage, files }: Pick<TestHelpdesk, 'storage' | 'files'>): Promise<string[]> {
  const isFound = (text: unknown) =>
    words.some((word) => String(text).toLowerCase().includes(word.toLowerCase()))
  const places = new Set<string>()
  for (const name of Object.keys(tables)) {
    for (const row of await storage.rows.page(name, { limit: 1000 }))
      for (const [column, value] of Object.entries(row)) if (isFound(value)) places.add(`${name}.${column}`)
  }
  for (const name of files.names()) {
    const file = await files.open(name)
    if (isFound(await new Response(file?.stream()).text())) places.add('a file')
  }
  return [...places].sort()
}

const textFile = (text: string) => new File([text], 'jane.txt', { type: 'text/plain' })

/** Lets Jane leave traces wherever a person can. */
async function story(desk: TestHelpdesk) {
  const { helpdesk, storage, admin, clock } = desk
  await storage.settings.set({ 'allow-attachments': '1' })
  await helpdesk.system.addCustomField(admin, { name: 'Pet', type: 'text' })
  const person = { name: 'Jane Doe', email: address, password: 'a password' }
  await helpdesk.user.signup({ ip: '203.0.113.5' }, { ...person, customfields: { Pet: 'zebrafish' } })
  const id = (await storage.users.byEmail(address))?.id ?? 0
  await storage.users.update(id, { verificationToken: null })
  const login = { email: address, password: 'a password', remember: true }
  const jane = await helpdesk.user.login({ ip: '203.0.113.5' }, login)
  await helpdesk.user.editEmail(jane, { newEmail: 'zebrafish@example.com', password: 'a password' })
  await helpdesk.user.sendRecoverPassword({}, { email: address })

  const file = textFile('the zebrafish')
  const own = await helpdesk.ticket.create(jane, { title: 'My zebrafish', content: 'The zebrafish.', file })
  const { ticketNumber } = own
  await helpdesk.ticket.comment(jane, { ticketNumber, content: 'zebrafish again' })
  await helpdesk.ticket.comment(admin, { ticketNumber, content: 'A zebrafish?' })

  const bob = await desk.user({ name: 'Bob', email: 'bob@example.com' })
  const bobs = await desk.ticket({ author: bob, title: 'Printer', content: 'It smokes.' })
  await helpdesk.user.editSupervisedList(admin, { userId: id, userIdList: [bob.id] })
  await helpdesk.staff.assignTicket(admin, { ticketNumber: bobs })
  const more = textFile('one more zebrafish')
  await helpdesk.ticket.comment(jane, { ticketNumber: bobs, content: 'Like my zebrafish.', file: more })
  await helpdesk.ticket.comment(bob, { ticketNumber: bobs, content: 'No.' })

  await helpdesk.user.ban(admin, { email: address })
  await storage.logs.add({
    type: 'INVITE',
    to: 'Jane Doe',
    date: clock.now(),
    authorName: 'Ada',
    author: null,
  })
  await storage.keptAnswers.insert({
    keyHash: 'aa',
    paramsHash: 'bb',
    answer: JSON.stringify({ userId: id, userEmail: address }),
    createdAt: clock.now(),
  })
  await storage.mailLedger.record({
    mailbox: 'INBOX',
    uidValidity: '1',
    uid: 1,
    fate: 'refused',
    attempts: 1,
    at: clock.now(),
    contentHash: 'c0ffee',
    sentHash: null,
    sender: address,
    messageId: '<jane@example.com>',
    ticketNumber,
    cause: 'Jane may not',
  })
  const webhookId = await storage.webhooks.insert({
    url: 'https://shop.example/hook',
    events: ['user.created'],
    description: '',
    secret: 'sealed',
    position: 0,
    startsAt: clock.now(),
    createdAt: clock.now(),
  })
  const body = JSON.stringify({ type: 'user.created', data: { userId: id, email: address } })
  const deliveries = [{ messageId: 'm1', event: 'user.created', body }]
  await storage.webhooks.advance(webhookId, { from: 0, to: 1, now: clock.now(), deliveries })
  const importId = await storage.csvImports.start(3, clock.now(), admin.id)
  await storage.csvImports.addBatches(importId, [
    [
      ['bob2@example.com', 'secret', 'Bob'],
      [address, 'secret', 'Jane Doe'],
    ],
  ])
  return { id, jane, ticketNumber, bob, bobs }
}

describe.each(Object.entries(storages))('on %s', (_, open) => {
  async function prepare() {
    const storage = await open()
    onTestFinished(() => storage.close())
    return createTestHelpdesk({ storage })
  }

  test('an erased user has left no trace in any table or file, and others have lost nothing', async () => {
    const desk = await prepare()
    const { helpdesk, storage, admin } = desk
    const { id, bob, bobs } = await story(desk)
    const places = await placesOf(desk)
    for (const place of [
      'a file',
      'ban.email',
      'customfieldvalue.value',
      'log.author_name',
      'log.to',
      'os_csv_batch.content',
      'os_event.payload',
      'os_file_name.name',
      'os_kept_answer.answer',
      'os_mail_ledger.sender',
      'os_outbox.recipient',
      'os_outbox.variables',
      'os_pending_address.email',
      'os_webhook_delivery.body',
      'ticket.title',
      'ticketevent.content',
      'user.email',
    ])
      expect(places).toContain(place)

    const erased = await helpdesk.eraseUser({ email: ' Jane.Doe@example.com' })
    expect(erased).toMatchObject({ account: true, tickets: 1, comments: 1 })
    expect(erased.records).toMatchObject({ ban: 1, os_csv_batch: 1, os_mail_ledger: 1 })
    expect(await placesOf(desk)).toEqual([])
    for (const query of words) {
      const { tickets } = await helpdesk.ticket.search(admin, { query })
      expect(tickets).toEqual([])
    }
    expect(await storage.users.byId(id)).toBeUndefined()
    const ticket = await helpdesk.ticket.get(bob, { ticketNumber: bobs })
    expect(ticket).toMatchObject({ title: 'Printer', content: 'It smokes.', author: { name: 'Bob' } })
    expect(ticket.events.flatMap(({ type, content }) => (type === 'COMMENT' ? content : []))).toEqual(['No.'])
    const batch = await storage.csvImports.nextBatch((await storage.csvImports.last())?.id ?? 0, 0)
    expect(batch?.rows).toEqual([['bob2@example.com', 'secret', 'Bob'], []])
  })

  test('an interrupted erasure goes on with the same call', async () => {
    const desk = await prepare()
    const { helpdesk } = desk
    const { id } = await story(desk)
    const outcomes: string[] = []
    for (const allowed of [1, 2, 4, 8, 16, Number.POSITIVE_INFINITY]) {
      const stopping = new AbortController()
      let steps = 0
      const onProgress = () => {
        steps++
        if (steps >= allowed) stopping.abort()
      }
      const erasing = helpdesk.eraseUser({ id }, { signal: stopping.signal, onProgress })
      outcomes.push(
        await erasing.then(
          () => 'done',
          ({ code }) => code,
        ),
      )
    }
    expect(outcomes).toEqual([...new Array(5).fill('INTERRUPTED'), 'done'])
    expect(await placesOf(desk)).toEqual([])
  })

  test('an address whose account is gone is erased, too', async () => {
    const desk = await prepare()
    const { helpdesk, storage } = desk
    await desk.ticketSession({ email: address })
    await desk.user({ email: 'bob@example.com' })
    await helpdesk.user.ban(desk.admin, { email: address })
    await storage.users.remove((await storage.users.byEmail(address))?.id ?? 0)
    expect(await placesOf(desk)).toEqual(
      expect.arrayContaining(['ban.email', 'log.to', 'os_event.payload', 'ticket.author_email']),
    )
    expect(await helpdesk.eraseUser({ email: address })).toMatchObject({ account: false, tickets: 1 })
    expect(await placesOf(desk)).toEqual([])
    expect(await storage.users.byEmail('bob@example.com')).toBeDefined()
    expect(await helpdesk.eraseUser({ email: address })).toEqual({
      account: false,
      tickets: 0,
      comments: 0,
      records: {},
    })
  })

  test('an erased staff member leaves what it wrote in tickets, without a name', async () => {
    const desk = await prepare()
    const { helpdesk, storage, admin } = desk
    const session = helpdesk.actingAs({
      staff: { id: 'jane', email: address, name: 'Jane Doe', level: 3, departments: [1] },
    })
    const { ticketNumber } = await helpdesk.ticket.create(session, { title: 'A printer', content: 'Smoke' })
    await helpdesk.ticket.comment(session, { ticketNumber, content: 'Fire' })
    await storage.logs.add({
      type: 'INVITE',
      to: 'Jane Doe',
      date: desk.clock.now(),
      authorName: 'Ada',
      author: null,
    })
    expect(await helpdesk.forget({ staff: 'jane', erase: true })).toBe(true)
    expect(await helpdesk.forget({ staff: 'jane', erase: true })).toBe(false)
    expect(await placesOf(desk)).toEqual([])
    const { content, events } = await helpdesk.ticket.get(admin, { ticketNumber })
    expect(content).toBe('Smoke')
    expect(events).toMatchObject([{ content: 'Fire', author: null }])
  })

  test('an export has the account, the tickets without private comments, and files, but no secrets', async () => {
    const desk = await prepare()
    const { helpdesk, admin } = desk
    const { id, ticketNumber } = await story(desk)
    await helpdesk.ticket.comment(admin, { ticketNumber, content: 'Between us', private: true })
    const exported = new Map<string, string>()
    for await (const { path, content } of helpdesk.exportUser({ email: address })) {
      let text = ''
      for await (const chunk of content) text += Buffer.from(chunk).toString()
      expect(exported.has(path)).toBe(false)
      exported.set(path, text)
    }
    const json = (path: string) => JSON.parse(exported.get(path) ?? 'null')
    expect(json('account.json')).toMatchObject({
      id,
      name: 'Jane Doe',
      email: address,
      verified: true,
      customFields: [{ customfield: 'Pet', value: 'zebrafish' }],
      supervises: [{ name: 'Bob' }],
    })
    const ticket = json(`tickets/${ticketNumber}/ticket.json`)
    expect(ticket).toMatchObject({
      title: 'My zebrafish',
      newestEventsFirst: [{ content: 'A zebrafish?' }, {}],
    })
    const paths = [...exported.keys()]
    expect(exported.get(paths.find((path) => path.startsWith(`tickets/${ticketNumber}/files/`)) ?? '')).toBe(
      'the zebrafish',
    )
    expect(exported.get(paths.find((path) => path.startsWith('comments/files/')) ?? '')).toBe(
      'one more zebrafish',
    )
    expect(json('comments.json')).toHaveLength(2)
    expect(json('account/os_known_place.json')).toMatchObject([{ user_id: id }])
    expect(json('records/ban.json')).toMatchObject([{ email: address }])
    expect(json('records/os_outbox.json').length).toBeGreaterThan(1)
    expect(json('records/os_mail_ledger.json')).toMatchObject([{ sender: address }])
    const everything = [...exported.values()].join('')
    expect(everything).not.toMatch(/Between us|\$2[aby]\$|token_hash|"password"/)
  })

  test('a long history is exported whole', async () => {
    const desk = await prepare()
    const { helpdesk, storage, clock } = desk
    const jane = await desk.user({ email: address })
    const ticketNumber = await desk.ticket({ author: jane })
    const ticketId = (await storage.tickets.byNumber(ticketNumber))?.id ?? 0
    const event = { type: 'COMMENT', date: clock.now(), file: null, private: false } as const
    const author = { kind: 'user', id: jane.id } as const
    for (let n = 0; n < 205; n++)
      await storage.tickets.addEvent(ticketId, { ...event, author, content: `${n}` })
    for await (const { path, content } of helpdesk.exportUser({ id: jane.id })) {
      let text = ''
      for await (const chunk of content) text += Buffer.from(chunk).toString()
      if (path === 'account/os_session.json') expect(JSON.parse(text)).toMatchObject([{ user_id: jane.id }])
      if (!path.endsWith('ticket.json')) continue
      const { newestEventsFirst } = JSON.parse(text)
      expect(newestEventsFirst.map((each: { content: string }) => each.content)).toEqual(
        Array.from({ length: 205 }, (_, n) => `${204 - n}`),
      )
    }
  })
})
