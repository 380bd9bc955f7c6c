import { describe, expect, test } from 'vitest'
import { tokenHash } from '../../platform/index.js'
import { createTestHelpdesk, type TestHelpdeskOptions } from '../../testing/index.js'
import { refusal } from '../../testing/refusal.test-support.js'

const ticket = { title: 'Printer', content: 'It <b>smokes</b>.' }
const gus = { email: 'Gus@Customer.Example', name: 'Gus' }

const open = (options: TestHelpdeskOptions = {}) =>
  createTestHelpdesk({ ...options, settings: { 'mandatory-login': '0', ...options.settings } })

describe('a guest', () => {
  test('is refused while mandatory login is on', async () => {
    const desk = await createTestHelpdesk()
    await expect(desk.helpdesk.ticket.create({}, { ...ticket, ...gus })).rejects.toEqual(
      refusal('NO_PERMISSION'),
    )
  })

  test('with a new account emits one event for it, and one for each ticket', async () => {
    const desk = await open()
    const heard: unknown[] = []
    desk.helpdesk.on('user.created', ({ email }) => heard.push(email))
    desk.helpdesk.on('ticket.created', () => heard.push('ticket'))
    for (let count = 0; count < 2; count++) await desk.helpdesk.ticket.create({}, { ...ticket, ...gus })
    expect(heard).toEqual(['gus@customer.example', 'ticket', 'ticket'])
  })

  test('gets an account that cannot be logged into, a mail with the number, and two rows in the log', async () => {
    const desk = await open()
    const { ticketNumber } = await desk.helpdesk.ticket.create({}, { ...ticket, ...gus })
    const account = await desk.storage.users.byEmail('gus@customer.example')
    expect(account).toMatchObject({ name: 'Gus', notRegistered: true, tickets: 1 })
    expect(await desk.storage.tickets.byNumber(ticketNumber)).toMatchObject({
      author: { kind: 'user', id: account?.id },
      authorName: 'Gus',
      authorEmail: 'gus@customer.example',
    })
    expect(await desk.mails()).toMatchObject([
      {
        template: 'TICKET_CREATED',
        to: 'gus@customer.example',
        variables: {
          name: 'gus@customer.example',
          ticketNumber: String(ticketNumber),
          title: `#${ticketNumber}`,
          url: 'http://helpdesk.example',
        },
      },
      { template: 'TICKET_CREATED_STAFF' },
    ])
    const rows = await desk.storage.logs.list({ offset: 0, limit: 2 })
    expect(rows).toMatchObject([
      { type: 'CREATE_TICKET', authorName: '', author: null },
      { type: 'SIGNUP', to: null, author: { kind: 'user', id: account?.id } },
    ])
    const login = desk.helpdesk.user.login({}, { email: gus.email, password: '!' })
    await expect(login).rejects.toEqual(refusal('INVALID_CREDENTIALS'))
  })

  test('who returns keeps the same account, under its first name', async () => {
    const desk = await open()
    await desk.helpdesk.ticket.create({}, { ...ticket, ...gus })
    await desk.helpdesk.ticket.create({}, { ...ticket, ...gus, name: 'Augustus' })
    const { users, total } = await desk.storage.users.list({
      orderBy: 'id',
      desc: false,
      offset: 0,
      limit: 9,
    })
    expect(total).toBe(1)
    expect(users[0]).toMatchObject({ name: 'Gus', tickets: 2 })
    const logs = await desk.storage.logs.list({ offset: 0, limit: 9 })
    expect(logs.map(({ type }) => type)).toEqual(['CREATE_TICKET', 'CREATE_TICKET', 'SIGNUP'])
  })

  test.each([
    ['no address', { name: 'Gus' }, 'INVALID_EMAIL'],
    ['a bad address', { name: 'Gus', email: 'gus@local' }, 'INVALID_EMAIL'],
    ['no name', { email: gus.email }, 'INVALID_NAME'],
    ['a blank name', { email: gus.email, name: ' ' }, 'INVALID_NAME'],
    ['the address of a staff member', { email: 'ada@helpdesk.example', name: 'Gus' }, 'INVALID_EMAIL'],
  ])('with %s is refused', async (_, person, code) => {
    const desk = await open()
    await expect(desk.helpdesk.ticket.create({}, { ...ticket, ...person })).rejects.toEqual(refusal(code))
    expect(await desk.storage.users.byEmail('gus@customer.example')).toBeUndefined()
  })

  test('with a banned address is refused, known or not', async () => {
    const desk = await open()
    await desk.helpdesk.ticket.create({}, { ...ticket, ...gus })
    for (const email of ['gus@customer.example', 'new@customer.example']) {
      await desk.storage.bans.add(email)
      const call = desk.helpdesk.ticket.create({}, { ...ticket, ...gus, email })
      await expect(call).rejects.toEqual(refusal('ALREADY_BANNED'))
    }
  })

  test('with the address of a registered user writes for that account, whose name stays', async () => {
    const desk = await open()
    const jane = await desk.user({ name: 'Jane', email: 'jane@customer.example' })
    const { ticketNumber } = await desk.helpdesk.ticket.create(
      {},
      { ...ticket, email: 'JANE@customer.example', name: 'Gus' },
    )
    expect(await desk.storage.tickets.byNumber(ticketNumber)).toMatchObject({
      author: { kind: 'user', id: jane.id, name: 'Jane' },
      authorName: 'Gus',
    })
    expect(await desk.storage.users.byId(jane.id)).toMatchObject({ name: 'Jane', notRegistered: false })
    expect((await desk.mails())[0]).toMatchObject({ to: jane.email, variables: { name: 'Jane' } })
  })

  test('who opens many tickets concurrently gets one account', async () => {
    const desk = await open()
    const create = () => desk.helpdesk.ticket.create({}, { ...ticket, ...gus })
    const made = await Promise.all(Array.from({ length: 8 }, create))
    expect(new Set(made.map(({ ticketNumber }) => ticketNumber)).size).toBe(8)
    const page = { orderBy: 'id' as const, desc: false, offset: 0, limit: 9 }
    expect((await desk.storage.users.list(page)).users).toMatchObject([{ tickets: 8 }])
  })

  test('gets no mail without a mailer', async () => {
    const desk = await open({ mail: false })
    await desk.helpdesk.ticket.create({}, { ...ticket, ...gus })
    const now = desk.clock.now()
    expect(await desk.storage.outbox.claim(now, now, 9)).toEqual([])
  })

  test('in a ticket session is a guest with all checks', async () => {
    const desk = await open()
    const session = await desk.ticketSession()
    await expect(desk.helpdesk.ticket.create(session, ticket)).rejects.toEqual(refusal('INVALID_EMAIL'))
    const { ticketNumber } = await desk.helpdesk.ticket.create(session, { ...ticket, ...gus })
    expect((await desk.storage.tickets.byNumber(ticketNumber))?.author?.email).toBe('gus@customer.example')
    await desk.helpdesk.ticket.get(session, { ticketNumber: session.ticketNumber })
    await desk.storage.settings.set({ 'mandatory-login': '1' })
    const call = desk.helpdesk.ticket.create(session, { ...ticket, ...gus })
    await expect(call).rejects.toEqual(refusal('NO_PERMISSION'))
  })
})

describe('with captchas turned on', () => {
  const asked: object[] = []
  async function stage() {
    const captcha = {
      verify: async (question: { answer: string }) => asked.push(question) > 0 && question.answer === 'right',
    }
    const desk = await open({ captcha, settings: { 'recaptcha-private': 'secret' } })
    const key = (name: string, rights: object) =>
      desk.storage.apiKeys.insert({
        name,
        token: tokenHash(name),
        ending: name.slice(-4),
        canCreateUsers: false,
        canCreateTickets: false,
        canCheckTickets: false,
        shouldReturnTicketNumber: false,
        ...rights,
      })
    await key('may', { canCreateTickets: true })
    await key('may not', { canCreateUsers: true, canCheckTickets: true, shouldReturnTicketNumber: true })
    return desk
  }

  test.each([
    [{ captcha: 'right' }, true],
    [{}, false],
    [{ captcha: '' }, false],
    [{ captcha: 'wrong' }, false],
    [{ apiKey: 'may' }, true],
    [{ apiKey: 'may', captcha: 'wrong' }, true],
    [{ apiKey: 'may not' }, false],
    [{ apiKey: 'may not', captcha: 'right' }, false],
    [{ apiKey: 'unknown', captcha: 'right' }, true],
    [{ apiKey: 'unknown' }, false],
  ])('a guest with %j passes: %s', async (params, passes) => {
    const desk = await stage()
    const call = desk.helpdesk.ticket.create({}, { ...ticket, ...gus, ...params })
    if (passes) expect(await call).toHaveProperty('ticketNumber')
    else await expect(call).rejects.toEqual(refusal('INVALID_CAPTCHA'))
    expect(await desk.storage.users.byEmail('gus@customer.example')).toEqual(
      passes ? expect.anything() : undefined,
    )
  })

  test('it is asked about the answer, with the secret and the address of the caller', async () => {
    const desk = await stage()
    const ip = '203.0.113.1'
    await desk.helpdesk.ticket.create({ ip }, { ...ticket, ...gus, captcha: 'right' })
    expect(asked.at(-1)).toEqual({ secret: 'secret', answer: 'right', ip })
  })

  test('signed-in callers need not solve it', async () => {
    const desk = await stage()
    for (const author of [desk.admin, await desk.user()]) await desk.ticket({ author })
  })
})

test('under neutralAnswers, an address of staff answers as any other, and opens no ticket', async () => {
  const desk = await createTestHelpdesk({ neutralAnswers: true, settings: { 'mandatory-login': '0' } })
  const asStaff = { ...ticket, name: 'Gus', email: desk.admin.email }
  const { ticketNumber } = await desk.helpdesk.ticket.create({}, asStaff)
  expect(await desk.storage.tickets.byNumber(ticketNumber)).toBeUndefined()
  expect(await desk.storage.users.byEmail(desk.admin.email)).toBeUndefined()
  expect(await desk.mails()).toEqual([])
})
