import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { memoryStorage, type Storage } from '@opensupports/core'
import { tables } from '@opensupports/core/schema'
import { createTestHelpdesk, type TestHelpdesk } from '@opensupports/core/testing'
import { afterAll, describe, expect, onTestFinished, test } from 'vitest'
import { pglite } from './pglite.js'
import { pgliteOfTest } from './pglite.test-support.js'
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
  PGlite: async () => pglite(await pgliteOfTest()),
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
    subject: 'The lamp of Jane Doe',
    reason: 'refused',
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

describe('other people', () => {
  async function prepare() {
    const storage = memoryStorage()
    onTestFinished(() => storage.close())
    const desk = await createTestHelpdesk({ storage })
    await storage.settings.set({ 'allow-attachments': '1' })
    return desk
  }

  const mailTo = (to: string, { clock }: Pick<TestHelpdesk, 'clock'>) => ({
    template: 'USER_INVITE',
    to,
    language: 'en',
    variables: { to, name: 'Jane Doe', content: `Ask ${address}` },
    createdAt: clock.now(),
  })

  async function exportOf({ helpdesk }: Pick<TestHelpdesk, 'helpdesk'>, id: number) {
    const exported: [path: string, text: string][] = []
    for await (const { path, content } of helpdesk.exportUser({ id })) {
      let text = ''
      for await (const chunk of content) text += Buffer.from(chunk).toString()
      exported.push([path, text])
    }
    return exported
  }

  /** Lets Jane comment twice in Bob's ticket; both comments mention one file, and Jane's first has one more. */
  async function commented(desk: TestHelpdesk) {
    const { helpdesk, storage, clock } = desk
    const jane = await desk.user({ name: 'Jane Doe', email: address })
    const bob = await desk.user({ name: 'Bob', email: 'bob@example.com' })
    await helpdesk.user.editSupervisedList(desk.admin, { userId: jane.id, userIdList: [bob.id] })
    const file = textFile('of Bob')
    const { ticketNumber } = await helpdesk.ticket.create(bob, { title: 'Printer', content: 'Smoke', file })
    const ticketId = (await storage.tickets.byNumber(ticketNumber))?.id ?? 0
    await helpdesk.ticket.comment(jane, { ticketNumber, content: 'Mine', file: textFile('of Jane') })
    const [ofBob = '', ofJane = ''] = desk.files.names()
    const event = { type: 'COMMENT', date: clock.now(), file: null, private: false } as const
    const author = { kind: 'user', id: jane.id } as const
    const content = `${ofBob} ${ofJane}`
    await storage.tickets.addEvent(ticketId, { ...event, author, content })
    return { jane, bob, ticketNumber, ticketId, ofBob, ofJane, event }
  }

  test('keep the files that their tickets and comments still mention', async () => {
    const desk = await prepare()
    const { jane, ofBob, ofJane } = await commented(desk)
    expect(desk.files.names()).toEqual([ofBob, ofJane])
    await desk.helpdesk.eraseUser({ id: jane.id })
    expect(desk.files.names()).toEqual([ofBob])
  })

  test('keep the files that only their comments mention', async () => {
    const desk = await prepare()
    const { jane, bob, ticketId, ofBob, ofJane, event } = await commented(desk)
    const author = { kind: 'user', id: bob.id } as const
    await desk.storage.tickets.addEvent(ticketId, { ...event, author, content: `See ${ofJane}` })
    await desk.helpdesk.eraseUser({ id: jane.id })
    expect(desk.files.names()).toEqual([ofBob, ofJane])
  })

  test('a file of two comments is exported once', async () => {
    const desk = await prepare()
    const { jane, ofJane } = await commented(desk)
    const paths = (await exportOf(desk, jane.id)).map(([path]) => path)
    expect(paths.filter((path) => path === `comments/files/${ofJane}`)).toHaveLength(1)
    expect(new Set(paths).size).toBe(paths.length)
  })

  test('an export has no lines, mails or passwords of other people', async () => {
    const desk = await prepare()
    const { storage, clock, admin } = desk
    const jane = await desk.user({ name: 'Jane Doe', email: address })
    const importId = await storage.csvImports.start(2, clock.now(), admin.id)
    const lines = [
      ['bob@example.com', 'plain', 'Bob'],
      [address, 'plain', 'Jane Doe'],
    ]
    await storage.csvImports.addBatches(importId, [lines])
    const firstRefused = [`USER_EXISTS in email ${address}`, 'INVALID_NAME in email bob@example.com']
    await storage.csvImports.advance(importId, { done: 2, refused: 2, firstRefused, updatedAt: clock.now() })
    await storage.pendingAddresses.insert({
      account: { kind: 'user', id: jane.id },
      email: address,
      tokenHash: 'aa',
      signUp: { name: 'Jane Doe', password: '$2b$10$secret', customFields: [] },
      expiresAt: clock.now(),
    })
    await storage.outbox.add([mailTo(address, desk), mailTo('bob@example.com', desk)])
    const exported = await exportOf(desk, jane.id)
    const everything = exported.map(([, text]) => text).join('')
    expect(everything).not.toMatch(/bob@example.com|plain|\$2b\$/)
    expect(exported.map(([path]) => path)).toContain('records/os_pending_address.json')
    expect(exported.map(([path]) => path)).toContain('records/os_outbox.json')
  })

  test('keep their log entries and what they did, also with the same name', async () => {
    const desk = await prepare()
    const { helpdesk, storage, admin, clock } = desk
    await helpdesk.user.invite(admin, { name: 'Jane Doe', email: address })
    const jane = await storage.users.byEmail(address)
    const namesake = await desk.user({ name: 'Jane Doe', email: 'another@example.com' })
    await helpdesk.user.invite(admin, { name: 'Jane Doe', email: 'third@example.com' })
    await helpdesk.article.addTopic(admin, { name: 'Jane Doe', icon: 'book', iconColor: '#000000' })
    await helpdesk.user.ban(admin, { email: address })
    await desk.ticket({ author: namesake })
    const author = { kind: 'user', id: jane?.id ?? 0 } as const
    await storage.logs.add({
      type: 'CREATE_TICKET',
      to: '7',
      date: clock.now(),
      authorName: 'Jane Doe',
      author,
    })
    const logs = async () =>
      (await storage.rows.page('log', { limit: 100 })).map(
        (row) => `${row.type} ${row.to} ${row.author_user_id}`,
      )
    const before = await logs()
    const exported = new Map(await exportOf(desk, jane?.id ?? 0))
    expect(JSON.parse(exported.get('records/log.json') ?? '[]')).toEqual([
      { id: expect.any(Number), type: 'BAN_USER', to: address, date: expect.any(Number) },
      expect.objectContaining({
        type: 'CREATE_TICKET',
        to: '7',
        author_name: 'Jane Doe',
        author_user_id: jane?.id,
      }),
    ])
    await helpdesk.eraseUser({ id: jane?.id ?? 0 })
    const gone = (entry: string) => entry === `CREATE_TICKET 7 ${jane?.id}`
    expect(await logs()).toEqual([
      ...before.filter((entry) => !gone(entry)).map((entry) => entry.replace(address, 'null')),
      'DELETE_USER null null',
    ])
  })

  test('a name that nobody else has goes from the log, and stays in titles', async () => {
    const desk = await prepare()
    const { helpdesk, storage, admin } = desk
    await helpdesk.user.invite(admin, { name: 'Jane Doe', email: address })
    await helpdesk.article.addTopic(admin, { name: 'Jane Doe', icon: 'book', iconColor: '#000000' })
    const { id = 0 } = (await storage.users.byEmail(address)) ?? {}
    await helpdesk.user.editSupervisedList(admin, { userId: id, userIdList: [] })
    const exported = new Map(await exportOf(desk, id))
    expect(JSON.parse(exported.get('records/log.json') ?? '[]')).toMatchObject([
      { type: 'INVITE', to: 'Jane Doe' },
      { type: 'EDIT_SUPERVISED_LIST', to: String(id) },
    ])
    await helpdesk.eraseUser({ id })
    const entries = await storage.rows.page('log', { limit: 100 })
    expect(entries.map(({ type, to }) => [type, to])).toEqual([
      ['INVITE', null],
      ['ADD_TOPIC', 'Jane Doe'],
      ['EDIT_SUPERVISED_LIST', null],
      ['DELETE_USER', null],
    ])
  })

  test('an export has the events of the person, and neither those of others nor answers to their calls', async () => {
    const desk = await prepare()
    const { helpdesk, storage, clock } = desk
    const jane = await desk.user({ name: 'Jane Doe', email: address })
    const bob = await desk.user({ name: 'Bob', email: 'bob@example.com' })
    const ofJane = await desk.ticket({ author: jane })
    const ofBob = await desk.ticket({ author: bob })
    await storage.keptAnswers.insert({
      keyHash: 'aa',
      paramsHash: 'bb',
      answer: JSON.stringify({ people: [address, 'bob@example.com'] }),
      createdAt: clock.now(),
    })
    const webhookId = await storage.webhooks.insert({
      url: 'https://shop.example/hook',
      events: ['*'],
      description: '',
      secret: 'sealed',
      position: 0,
      startsAt: clock.now(),
      createdAt: clock.now(),
    })
    const deliveryOf = (data: object, place: number) => ({
      messageId: `m${place}`,
      event: 'user.created',
      body: JSON.stringify({ type: 'user.created', data }),
    })
    const deliveries = [
      { by: null, userId: jane.id, email: address },
      { by: null, userId: bob.id, email: 'bob@example.com' },
      { by: { kind: 'user', id: jane.id }, ticketNumber: ofJane },
      { by: { kind: 'staff', id: jane.id }, ticketNumber: ofBob },
    ].map(deliveryOf)
    await storage.webhooks.advance(webhookId, { from: 0, to: 1, now: clock.now(), deliveries })
    const exported = new Map(await exportOf({ helpdesk }, jane.id))
    const events: { payload: string }[] = JSON.parse(exported.get('records/os_event.json') ?? '[]')
    expect(events.some(({ payload }) => payload.includes(String(ofJane)))).toBe(true)
    expect(events.some(({ payload }) => payload.includes(String(ofBob)))).toBe(false)
    expect(JSON.parse(exported.get('records/os_webhook_delivery.json') ?? '[]')).toEqual(
      [deliveries[0], deliveries[2]].map((delivery) => ({
        id: expect.any(Number),
        event: 'user.created',
        body: delivery?.body,
        created_at: clock.now().getTime(),
      })),
    )
    expect(exported.has('records/os_kept_answer.json')).toBe(false)
    expect([...exported.values()].join('')).not.toContain('bob@example.com')
  })

  test('an interrupted erasure still knows the old addresses of the tickets', async () => {
    let isInterrupted = true
    for (let allowed = 1; isInterrupted; allowed++) {
      const desk = await prepare()
      const { helpdesk, storage } = desk
      const jane = await desk.user({ name: 'Jane Doe', email: address })
      const own = await storage.tickets.byNumber(await desk.ticket({ author: jane }))
      const orphan = await storage.tickets.byNumber(await desk.ticket({ author: jane }))
      const old = { author_email: 'old@example.com' }
      await storage.rows.update('ticket', own?.id ?? 0, old)
      await storage.rows.update('ticket', orphan?.id ?? 0, { ...old, author_id: null })
      const stopping = new AbortController()
      let steps = 0
      const onProgress = () => {
        steps++
        if (steps === allowed) stopping.abort()
      }
      isInterrupted = await helpdesk.eraseUser({ id: jane.id }, { signal: stopping.signal, onProgress }).then(
        () => false,
        () => true,
      )
      if (isInterrupted && (await storage.users.byId(jane.id))) await helpdesk.eraseUser({ id: jane.id })
      expect(await storage.rows.page('ticket', { limit: 1 })).toEqual([])
    }
  })

  test('keep what belongs to an address that is theirs now', async () => {
    const desk = await prepare()
    const { helpdesk, storage } = desk
    const jane = await desk.user({ name: 'Jane Doe', email: address })
    await desk.user({ name: 'Bob', email: 'bob@example.com' })
    const taken = ['bob@example.com', (await storage.staff.byId(desk.admin.id))?.email ?? '']
    for (const email of [...taken, 'old@example.com']) {
      const number = await desk.ticket({ author: jane })
      const id = (await storage.tickets.byNumber(number))?.id ?? 0
      await storage.rows.update('ticket', id, { author_email: email })
      await storage.bans.add(email)
    }
    await helpdesk.eraseUser({ id: jane.id })
    const bans = await storage.rows.page('ban', { limit: 10 })
    expect(bans.map(({ email }) => email)).toEqual(taken)
  })

  test('keep mails and events that only have the same word', async () => {
    const desk = await prepare()
    const { helpdesk, storage, clock } = desk
    const { id } = await desk.user({ name: 'user', email: address })
    const mail = { ...mailTo('bob@example.com', desk), variables: { to: 'bob@example.com', name: 'user' } }
    await storage.outbox.add([mail])
    const webhookId = await storage.webhooks.insert({
      url: 'https://shop.example/hook',
      events: ['user.edited'],
      description: '',
      secret: 'sealed',
      position: 0,
      startsAt: clock.now(),
      createdAt: clock.now(),
    })
    const data = { by: { kind: 'user', id: 9 }, changed: ['user'], authorName: 'user', email: address }
    const body = JSON.stringify({ type: 'user', data })
    const deliveries = [{ messageId: 'm1', event: 'user.edited', body }]
    await storage.webhooks.advance(webhookId, { from: 0, to: 1, now: clock.now(), deliveries })
    await helpdesk.eraseUser({ id })
    const [kept] = await storage.rows.page('os_webhook_delivery', { limit: 1 })
    expect(JSON.parse(String(kept?.body))).toEqual({
      type: 'user',
      data: { ...data, authorName: '', email: '' },
    })
    const mails = await storage.rows.page('os_outbox', { limit: 10 })
    expect(mails.map(({ recipient }) => recipient)).toContain('bob@example.com')
  })

  test('a staff member whose erasure was interrupted cannot sign in', async () => {
    const desk = await prepare()
    const { helpdesk, storage } = desk
    const staff = { id: 'jane', email: address, name: 'Jane Doe', level: 3, departments: [1] } as const
    await helpdesk.staff.get(helpdesk.actingAs({ staff }), {})
    const signal = AbortSignal.abort()
    const erasing = helpdesk.forget({ staff: 'jane', erase: true, signal })
    await expect(erasing).rejects.toMatchObject({ code: 'INTERRUPTED' })
    expect(await storage.staff.byEmail(address)).toMatchObject({ disabled: true })
  })
})
