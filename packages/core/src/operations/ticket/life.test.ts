import { describe, expect, test } from 'vitest'
import { createTestHelpdesk } from '../../testing/index.js'

const refused = (code: string) => expect.objectContaining({ code })

async function stage() {
  const desk = await createTestHelpdesk()
  const jane = await desk.user({ name: 'Jane' })
  const ticketNumber = await desk.ticket({ author: jane, title: 'Printer' })
  await desk.mails()
  const stored = async () => {
    const details = await desk.storage.tickets.detailsByNumber(ticketNumber)
    if (!details) throw new Error('the ticket is gone')
    return details
  }
  const lastLog = async () => (await desk.storage.logs.list({ offset: 0, limit: 1 }))[0]
  return { desk, jane, ticketNumber, stored, lastLog, ...desk.helpdesk.ticket }
}

describe('close', () => {
  test('closes, leaves an event and a row of the log, and mails the author, also of the own closing', async () => {
    const { desk, jane, ticketNumber, stored, lastLog, close } = await stage()
    await close(jane, { ticketNumber })
    const now = desk.clock.now()
    expect(await stored()).toMatchObject({
      ...{ closed: true, firstClosedAt: now, lastClosedAt: now },
      events: [{ type: 'CLOSE', content: null, author: { kind: 'user', id: jane.id } }],
    })
    expect(await lastLog()).toMatchObject({ type: 'CLOSE', to: String(ticketNumber) })
    expect(await desk.mails()).toEqual([
      {
        ...{ template: 'TICKET_CLOSED', to: jane.email, language: 'en' },
        variables: {
          ...{ to: jane.email, name: 'Jane', ticketNumber: String(ticketNumber), title: 'Printer' },
          url: 'http://helpdesk.example',
        },
      },
    ])
  })

  test('mails a staff author, too', async () => {
    const { desk, close } = await stage()
    const ticketNumber = await desk.ticket({ author: desk.admin })
    await close(desk.admin, { ticketNumber })
    expect((await desk.mails()).map(({ to }) => to)).toContain(desk.admin.email)
  })

  test('of a closed ticket changes nothing', async () => {
    const { desk, jane, ticketNumber, stored, close } = await stage()
    await close(desk.admin, { ticketNumber })
    const before = await stored()
    const logs = await desk.storage.logs.list({ offset: 0, limit: 99 })
    await desk.mails()
    desk.clock.advance({ minutes: 5 })
    await close(jane, { ticketNumber })
    expect(await stored()).toEqual(before)
    expect(await desk.storage.logs.list({ offset: 0, limit: 99 })).toEqual(logs)
    expect(await desk.mails()).toEqual([])
  })

  test('keeps the time of the first closing', async () => {
    const { desk, ticketNumber, stored, close, reOpen } = await stage()
    const first = desk.clock.now()
    await close(desk.admin, { ticketNumber })
    await reOpen(desk.admin, { ticketNumber })
    desk.clock.advance({ minutes: 5 })
    await close(desk.admin, { ticketNumber })
    expect(await stored()).toMatchObject({ firstClosedAt: first, lastClosedAt: desk.clock.now() })
  })
})

describe('reOpen', () => {
  test('opens a closed ticket, and mails nobody', async () => {
    const { desk, ticketNumber, stored, lastLog, close, reOpen } = await stage()
    await close(desk.admin, { ticketNumber })
    await desk.mails()
    await reOpen(desk.admin, { ticketNumber })
    expect(await stored()).toMatchObject({ closed: false, reopened: true, unread: true })
    expect((await stored()).events.at(-1)).toMatchObject({
      type: 'RE_OPEN',
      author: { kind: 'staff', id: 1 },
    })
    expect(await lastLog()).toMatchObject({ type: 'RE_OPEN', to: String(ticketNumber) })
    expect(await desk.mails()).toEqual([])
  })

  test('of an open one leaves the same traces, but for having been re-opened', async () => {
    const { desk, ticketNumber, stored, lastLog, reOpen } = await stage()
    await reOpen(desk.admin, { ticketNumber })
    expect(await stored()).toMatchObject({
      closed: false,
      reopened: false,
      unread: true,
      events: [{ type: 'RE_OPEN' }],
    })
    expect(await lastLog()).toMatchObject({ type: 'RE_OPEN' })
  })
})

describe('delete', () => {
  test('takes the history, the files and the place in the counter along', async () => {
    const { desk, jane, delete: remove } = await stage()
    const file = new File(['text'], 'a.txt')
    const { ticketNumber } = await desk.helpdesk.ticket.create(jane, { title: 'A', content: 'B', file })
    const attached = { ticketNumber, content: 'More', file: new File(['text'], 'b.txt') }
    await desk.helpdesk.ticket.comment(jane, attached)
    const keep = await desk.ticket({ author: jane })
    expect(desk.files.names()).toHaveLength(2)
    await remove(jane, { ticketNumber })
    expect(await desk.storage.tickets.byNumber(ticketNumber)).toBeUndefined()
    expect(await desk.storage.tickets.byNumber(keep)).toBeDefined()
    expect(desk.files.names()).toEqual([])
    expect((await desk.storage.users.byId(jane.id))?.tickets).toBe(2)
  })

  test('leaves files of others that its text points to', async () => {
    const { desk, jane, delete: remove } = await stage()
    await desk.helpdesk.ticket.create(jane, { title: 'A', content: 'B', file: new File(['text'], 'a.txt') })
    const [name = ''] = desk.files.names()
    const ticketNumber = await desk.ticket({ author: jane, content: `See ${name}` })
    await remove(jane, { ticketNumber })
    expect(desk.files.names()).toEqual([name])
  })
})

describe('changeDepartment', () => {
  test('moves, counts, leaves an event and a row of the log, and mails nobody', async () => {
    const { desk, ticketNumber, stored, lastLog, changeDepartment } = await stage()
    const sales = await desk.department({ name: 'Sales' })
    await changeDepartment(desk.admin, { ticketNumber, departmentId: sales })
    expect(await stored()).toMatchObject({
      ...{ department: { id: sales }, totalDepartments: 1, totalOwners: 0, unread: true },
      events: [{ type: 'DEPARTMENT_CHANGED', content: 'Sales', author: { kind: 'staff', id: 1 } }],
    })
    expect(await lastLog()).toMatchObject({ type: 'DEPARTMENT_CHANGED', to: String(ticketNumber) })
    expect(await desk.mails()).toEqual([])
  })

  test.each([
    ['stays when he serves the target', true],
    ['loses the ticket when he does not', false],
  ])('the owner %s', async (_, serves) => {
    const { desk, ticketNumber, stored, changeDepartment } = await stage()
    const sales = await desk.department({ name: 'Sales' })
    const owner = await desk.staff({ name: 'Olga', departments: serves ? [1, sales] : [1] })
    await desk.helpdesk.staff.assignTicket(owner, { ticketNumber })
    await changeDepartment(desk.admin, { ticketNumber, departmentId: sales })
    const { owner: now, events } = await stored()
    expect(now?.id ?? null).toBe(serves ? owner.id : null)
    expect(events.slice(1).map(({ type, content }) => [type, content])).toEqual([
      ...(serves ? [] : [['UN_ASSIGN', 'Olga']]),
      ['DEPARTMENT_CHANGED', 'Sales'],
    ])
    const { tickets } = await desk.helpdesk.staff.getTickets(owner, { page: 1 })
    expect(tickets).toHaveLength(serves ? 1 : 0)
  })

  test('to a private department is for tickets of staff alone', async () => {
    const { desk, ticketNumber, changeDepartment } = await stage()
    const departmentId = await desk.department({ private: true })
    await expect(changeDepartment(desk.admin, { ticketNumber, departmentId })).rejects.toEqual(
      refused('NO_PERMISSION'),
    )
    const ofStaff = await desk.ticket({ author: desk.admin })
    await changeDepartment(desk.admin, { ticketNumber: ofStaff, departmentId })
  })

  test.each([
    ['a ticket that is not there', { ticketNumber: 100_001, departmentId: 1 }, 'INVALID_TICKET'],
    ['a department that is not there', { departmentId: 99 }, 'INVALID_DEPARTMENT'],
    ['the department where it is', { departmentId: 1 }, 'SAME_DEPARTMENT'],
  ])('refuses %s', async (_, change, code) => {
    const { desk, ticketNumber, changeDepartment } = await stage()
    await expect(changeDepartment(desk.admin, { ticketNumber, ...change })).rejects.toEqual(refused(code))
  })
})

describe('check', () => {
  const guest = { title: 'A', content: 'B', email: 'gus@customer.example', name: 'Gus' }
  async function checkStage() {
    const desk = await createTestHelpdesk({ settings: { 'mandatory-login': '0' } })
    const { ticketNumber } = await desk.helpdesk.ticket.create({}, guest)
    return { desk, ticketNumber, check: desk.helpdesk.ticket.check }
  }

  test('opens a session for that ticket, for its address in whatever letter case', async () => {
    const { desk, ticketNumber, check } = await checkStage()
    const session = await check({}, { ticketNumber, email: 'GUS@customer.example' })
    expect(session).toEqual({ token: expect.stringMatching(/^[0-9a-f]{40}$/), userId: 1, ticketNumber })
    expect((await desk.helpdesk.ticket.get(session, { ticketNumber })).title).toBe('A')
    expect(await desk.helpdesk.user.checkSession(session)).toEqual({ sessionActive: true })
    await desk.helpdesk.user.logout(session)
    expect(await desk.helpdesk.user.checkSession(session)).toEqual({ sessionActive: false })
  })

  test('answers the same for a number that is not there and for another address', async () => {
    const { desk, ticketNumber, check } = await checkStage()
    const email = 'other@customer.example'
    await expect(check({}, { ticketNumber, email })).rejects.toEqual(refused('INVALID_TICKET'))
    await expect(check({}, { ticketNumber: 999_999, email })).rejects.toEqual(refused('INVALID_TICKET'))
    const ofUser = await desk.ticket({ author: await desk.user({ email }) })
    await expect(check({}, { ticketNumber: ofUser, email })).rejects.toEqual(refused('INVALID_TICKET'))
  })

  test.each([
    ['a bad address', { email: 'gus' }, {}, 'INVALID_EMAIL'],
    ['no captcha where one is asked for', {}, { 'recaptcha-private': 'secret' }, 'INVALID_CAPTCHA'],
    ['mandatory login', {}, { 'mandatory-login': '1' }, 'NO_PERMISSION'],
  ])('refuses with %s', async (_, change, settings, code) => {
    const { desk, ticketNumber, check } = await checkStage()
    await desk.storage.settings.set(settings as Record<string, string>)
    await expect(check({}, { ticketNumber, email: guest.email, ...change })).rejects.toEqual(refused(code))
  })

  test('refuses who is disabled or banned', async () => {
    const { desk, ticketNumber, check } = await checkStage()
    await desk.storage.bans.add(guest.email)
    await expect(check({}, { ticketNumber, email: guest.email })).rejects.toEqual(refused('ALREADY_BANNED'))
    await desk.storage.users.update(1, { disabled: true })
    await expect(check({}, { ticketNumber, email: guest.email })).rejects.toEqual(refused('NO_PERMISSION'))
  })
})

test.each(['close', 'reOpen', 'seen', 'delete'] as const)(
  '%s of a ticket that is not there is INVALID_TICKET',
  async (name) => {
    const { desk } = await stage()
    await expect(desk.helpdesk.ticket[name](desk.admin, { ticketNumber: 100_001 })).rejects.toEqual(
      refused('INVALID_TICKET'),
    )
  },
)

test('get tells the names of what is gone from the ticket itself', async () => {
  const { desk, get } = await stage()
  await desk.storage.settings.set({ 'mandatory-login': '0' })
  const guest = { title: 'A', content: 'B', email: 'gus@customer.example', name: 'Gus' }
  const { ticketNumber } = await desk.helpdesk.ticket.create({}, guest)
  const account = await desk.storage.users.byEmail(guest.email)
  await desk.storage.users.remove(account?.id ?? 0)
  expect((await get(desk.admin, { ticketNumber })).author).toEqual({
    ...{ id: null, staff: false, name: 'Gus', email: guest.email },
  })
})
