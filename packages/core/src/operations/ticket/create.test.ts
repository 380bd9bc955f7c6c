import { describe, expect, test } from 'vitest'
import { tokenHash } from '../../platform/index.js'
import { createTestHelpdesk, type TestHelpdeskOptions } from '../../testing/index.js'
import { refusal } from '../../testing/refusal.test-support.js'

const ticket = { title: 'Printer', content: 'It <b>smokes</b>.' }
const gus = { email: 'Gus@Customer.Example', name: 'Gus' }

const open = (options: TestHelpdeskOptions = {}) =>
  createTestHelpdesk({ ...options, settings: { 'mandatory-login': '0', ...options.settings } })

describe('a user', () => {
  test('opens a ticket in the default department and language, with the flags of a new one', async () => {
    const desk = await createTestHelpdesk()
    const jane = await desk.user({ name: 'Jane' })
    const { ticketNumber } = await desk.helpdesk.ticket.create(jane, ticket)
    expect(await desk.storage.tickets.detailsByNumber(ticketNumber)).toMatchObject({
      ...ticket,
      language: 'en',
      file: null,
      date: desk.clock.now(),
      closed: false,
      unread: false,
      unreadStaff: true,
      events: [],
      tags: [],
      owner: null,
      totalDepartments: 0,
      totalOwners: 0,
      reopened: false,
      firstClosedAt: null,
      department: { id: 1 },
      author: { kind: 'user', id: jane.id },
      authorName: null,
      authorEmail: '',
    })
    expect((await desk.storage.users.byId(jane.id))?.tickets).toBe(1)
    expect(await desk.storage.logs.list({ offset: 0, limit: 1 })).toMatchObject([
      {
        type: 'CREATE_TICKET',
        to: String(ticketNumber),
        authorName: 'Jane',
        author: { kind: 'user', id: jane.id },
      },
    ])
  })

  test("may send the caller's own address, and no other", async () => {
    const desk = await createTestHelpdesk()
    const jane = await desk.user()
    const own = { ...ticket, email: jane.email.toUpperCase(), name: 'J.' }
    const { ticketNumber } = await desk.helpdesk.ticket.create(jane, own)
    expect(await desk.storage.tickets.byNumber(ticketNumber)).toMatchObject({
      authorName: 'J.',
      authorEmail: jane.email,
    })
    const call = desk.helpdesk.ticket.create(jane, { ...ticket, email: 'other@customer.example' })
    await expect(call).rejects.toEqual(refusal('INVALID_EMAIL'))
  })

  test('gets no mail; staff of the department who opted in do, with the name of the author', async () => {
    const desk = await createTestHelpdesk()
    const other = await desk.department()
    const wants = await desk.staff({ sendEmailOnNewTicket: true, departments: [other] })
    await desk.staff({ sendEmailOnNewTicket: false, departments: [other] })
    const jane = await desk.user({ name: 'Jane' })
    const { ticketNumber } = await desk.helpdesk.ticket.create(jane, { ...ticket, departmentId: other })
    expect(await desk.mails()).toMatchObject([
      {
        template: 'TICKET_CREATED_STAFF',
        to: wants.email,
        language: 'en',
        variables: { to: wants.email, name: 'Jane', ticketNumber: String(ticketNumber), title: 'Printer' },
      },
    ])
  })

  test('leaves the title as it was typed', async () => {
    const desk = await createTestHelpdesk()
    const title = 'R&D <b>needs</b> "you"'
    const ticketNumber = await desk.ticket({ author: await desk.user(), title })
    expect((await desk.storage.tickets.byNumber(ticketNumber))?.title).toBe(title)
  })

  test('may write in a language that is supported', async () => {
    const desk = await createTestHelpdesk()
    await desk.storage.settings.setLanguages([{ code: 'de', allowed: true, supported: true }])
    const { ticketNumber } = await desk.helpdesk.ticket.create(await desk.user(), {
      ...ticket,
      language: 'de',
    })
    expect((await desk.storage.tickets.byNumber(ticketNumber))?.language).toBe('de')
  })

  test('with a banned address is refused', async () => {
    const desk = await createTestHelpdesk()
    const jane = await desk.user()
    await desk.storage.bans.add(jane.email)
    await expect(desk.helpdesk.ticket.create(jane, ticket)).rejects.toEqual(refusal('ALREADY_BANNED'))
  })
})

describe('staff', () => {
  test('open tickets everywhere, also where they do not serve and in private', async () => {
    const desk = await createTestHelpdesk()
    const secret = await desk.department({ private: true })
    const { ticketNumber } = await desk.helpdesk.ticket.create(desk.admin, {
      ...ticket,
      departmentId: secret,
    })
    expect(await desk.storage.tickets.byNumber(ticketNumber)).toMatchObject({
      author: { kind: 'staff', id: 1 },
      department: { id: secret },
    })
  })

  test('are no users: no counter, no mail, and the name of the author in the mail to others', async () => {
    const desk = await createTestHelpdesk()
    const jane = await desk.user()
    expect(jane.id).toBe(desk.admin.id)
    const { ticketNumber } = await desk.helpdesk.ticket.create(desk.admin, ticket)
    expect((await desk.storage.users.byId(jane.id))?.tickets).toBe(0)
    expect(await desk.mails()).toMatchObject([
      {
        template: 'TICKET_CREATED_STAFF',
        to: desk.admin.email,
        variables: { name: desk.admin.name, ticketNumber: String(ticketNumber) },
      },
    ])
    expect(await desk.storage.logs.list({ offset: 0, limit: 1 })).toMatchObject([
      { type: 'CREATE_TICKET', authorName: desk.admin.name, author: { kind: 'staff', id: 1 } },
    ])
  })

  test('cannot send an address, not even their own', async () => {
    const desk = await createTestHelpdesk()
    const call = desk.helpdesk.ticket.create(desk.admin, { ...ticket, email: desk.admin.email })
    await expect(call).rejects.toEqual(refusal('INVALID_EMAIL'))
  })
})

test.each([
  [{ shouldReturnTicketNumber: true }, true],
  [{ canCreateTickets: true }, false],
  [undefined, false],
])('old clients with the key %j are told the number: %s', async (rights, told) => {
  const desk = await createTestHelpdesk()
  await desk.storage.apiKeys.insert({
    name: 'Shop',
    token: tokenHash(rights ? 'key' : 'another key'),
    ending: 'key',
    canCreateUsers: false,
    canCreateTickets: false,
    canCheckTickets: false,
    shouldReturnTicketNumber: false,
    ...rights,
  })
  const operation = desk.helpdesk.operations.get('/ticket/create')
  if (!operation) throw new Error('no such operation')
  const answer = await desk.helpdesk.call(operation, await desk.user(), { ...ticket, apiKey: 'key' })
  expect(answer.data).toEqual({ ticketNumber: expect.any(Number) })
  expect(await answer.legacyData()).toEqual(told ? answer.data : null)
})

describe('refusals', () => {
  test.each([
    ['a blank title', { title: ' ' }, 'INVALID_TITLE'],
    ['a title of 201 characters', { title: 'x'.repeat(201) }, 'INVALID_TITLE'],
    ['a content of tags alone', { content: '<img src="x">' }, 'INVALID_CONTENT'],
    ['a content of 10,001 letters', { content: 'x'.repeat(10_001) }, 'INVALID_CONTENT'],
    ['a department that is not there', { departmentId: 99 }, 'INVALID_DEPARTMENT'],
    ['a language that is not supported', { language: 'de' as const }, 'INVALID_LANGUAGE'],
  ])('%s', async (_, change, code) => {
    const desk = await createTestHelpdesk()
    const jane = await desk.user()
    await expect(desk.helpdesk.ticket.create(jane, { ...ticket, ...change })).rejects.toEqual(refusal(code))
  })

  test('the first reason answers', async () => {
    const captcha = { verify: async ({ answer }: { answer: string }) => answer === 'right' }
    const desk = await open({ captcha, settings: { 'recaptcha-private': 'secret' } })
    const secret = await desk.department({ private: true })
    await desk.storage.bans.add('banned@x.example')
    const operation = desk.helpdesk.operations.get('/ticket/create')
    if (!operation) throw new Error('no such operation')
    let fields: Record<string, unknown> = { title: '', content: '', departmentId: 'x', language: 'xx' }
    fields = { ...fields, email: 'x', name: '', file: new File(['x'], 'a.exe') }
    const steps: [code: string, repair: object][] = [
      ['INVALID_TITLE', { title: 'A' }],
      ['INVALID_CONTENT', { content: 'B' }],
      ['INVALID_DEPARTMENT', { departmentId: String(secret) }],
      ['INVALID_LANGUAGE', { language: 'en' }],
      ['INVALID_CAPTCHA', { captcha: 'right' }],
      ['INVALID_EMAIL', { email: desk.admin.email }],
      ['INVALID_NAME', { name: 'Gus' }],
      ['INVALID_DEPARTMENT', { departmentId: '1' }],
      ['INVALID_EMAIL', { email: 'banned@x.example' }],
      ['ALREADY_BANNED', { email: 'gus@x.example' }],
      ['INVALID_FILE', { file: 'undefined' }],
    ]
    for (const [code, repair] of steps) {
      await expect(desk.helpdesk.call(operation, {}, fields)).rejects.toEqual(refusal(code))
      fields = { ...fields, ...repair }
    }
    await desk.helpdesk.call(operation, {}, fields)
  })

  test('control characters in a title', async () => {
    const desk = await createTestHelpdesk()
    const call = desk.helpdesk.ticket.create(desk.admin, { ...ticket, title: 'A\u0000B' })
    await expect(call).rejects.toEqual(refusal('INVALID_TITLE'))
  })

  test('a user who sends the address of staff', async () => {
    const desk = await createTestHelpdesk()
    const call = desk.helpdesk.ticket.create(await desk.user(), { ...ticket, email: desk.admin.email })
    await expect(call).rejects.toEqual(refusal('INVALID_EMAIL'))
  })
})

describe('the department of a new ticket', () => {
  test.each([
    ['staff', true, false, 'sent'],
    ['staff', true, true, 'sent'],
    ['staff', false, true, 'default'],
    ['user', true, false, 'sent'],
    ['user', true, true, 'default'],
    ['user', false, false, 'default'],
    ['guest', true, false, 'sent'],
    ['guest', true, true, 'default'],
    ['guest', false, false, 'default'],
  ] as const)('from %s, sent %s, locked %s: %s', async (who, sent, locked, expected) => {
    const desk = await open({ settings: { 'default-is-locked': locked ? '1' : '0' } })
    const other = await desk.department()
    const colleague = await desk.staff({ departments: [other], sendEmailOnNewTicket: true })
    const session = who === 'staff' ? desk.admin : who === 'user' ? await desk.user() : {}
    const { ticketNumber } = await desk.helpdesk.ticket.create(session, {
      ...ticket,
      ...(who === 'guest' ? gus : {}),
      ...(sent ? { departmentId: other } : {}),
    })
    const stored = await desk.storage.tickets.byNumber(ticketNumber)
    expect(stored?.department?.id).toBe(expected === 'sent' ? other : 1)
    const toStaff = (await desk.mails()).filter(({ template }) => template === 'TICKET_CREATED_STAFF')
    expect(toStaff.map(({ to }) => to)).toEqual([expected === 'sent' ? colleague.email : desk.admin.email])
  })

  test.each([true, false])('is never private for callers who are not staff, locked %s', async (locked) => {
    const desk = await open({ settings: { 'default-is-locked': locked ? '1' : '0' } })
    const secret = await desk.department({ private: true })
    const inSecret = { ...ticket, departmentId: secret }
    for (const call of [
      desk.helpdesk.ticket.create(await desk.user(), inSecret),
      desk.helpdesk.ticket.create({}, { ...inSecret, ...gus }),
    ]) {
      await expect(call).rejects.toEqual(refusal('INVALID_DEPARTMENT'))
    }
  })

  test('is refused when the default one is gone', async () => {
    const desk = await createTestHelpdesk({ settings: { 'default-department-id': '99' } })
    const call = desk.helpdesk.ticket.create(desk.admin, ticket)
    await expect(call).rejects.toEqual(refusal('INVALID_DEPARTMENT'))
  })
})

test.each([' ', '0', 'x'.repeat(300), 'a\nb', ['list']])(
  'what a guest would need is not looked at for who is signed in: name, captcha and key %j',
  async (value) => {
    const desk = await createTestHelpdesk()
    const operation = desk.helpdesk.operations.get('/ticket/create')
    if (!operation) throw new Error('no such operation')
    const fields = { title: 'A', content: 'B', name: value, captcha: value, apiKey: value }
    const { data } = await desk.helpdesk.call(operation, await desk.user(), fields)
    const { ticketNumber } = data as { ticketNumber: number }
    expect((await desk.storage.tickets.byNumber(ticketNumber))?.authorName).toBeNull()
  },
)

test('lists keep a blank where a line of the content ends', async () => {
  const desk = await createTestHelpdesk()
  const jane = await desk.user()
  await desk.ticket({ author: jane, content: 'One<br />two<br>three' })
  const { tickets } = await desk.helpdesk.user.getTickets(jane)
  expect(tickets[0]?.content).toBe('One two three')
})

test.each([
  [{ text: 'It smokes.\nSee https://a.example' }, 'It smokes.<br />See <a href="https://a.example"'],
  [{ markdown: 'It **smokes**. <script>' }, '<p>It <strong>smokes</strong>. &lt;script&gt;</p>'],
])('the content may be %j', async (content, stored) => {
  const desk = await createTestHelpdesk()
  const jane = await desk.user()
  const { ticketNumber } = await desk.helpdesk.ticket.create(jane, { title: 'Printer', content })
  expect((await desk.helpdesk.ticket.get(jane, { ticketNumber })).content).toContain(stored)
})
