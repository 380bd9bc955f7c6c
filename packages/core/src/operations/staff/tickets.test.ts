import { describe, expect, test } from 'vitest'
import { createTestHelpdesk } from '../../testing/index.js'
import { refusal } from '../../testing/refusal.test-support.js'

async function stage() {
  const desk = await createTestHelpdesk()
  const jane = await desk.user()
  const ticketNumber = await desk.ticket({ author: jane })
  const stored = () => desk.storage.tickets.detailsByNumber(ticketNumber)
  return { desk, jane, ticketNumber, stored, ...desk.helpdesk.staff }
}

describe('assignTicket', () => {
  test('assigns the ticket to the caller, counts it, and leaves an event', async () => {
    const { desk, ticketNumber, stored, assignTicket } = await stage()
    await assignTicket(desk.admin, { ticketNumber })
    expect(await stored()).toMatchObject({
      owner: { id: 1 },
      totalOwners: 1,
      unread: true,
      unreadStaff: true,
      events: [{ type: 'ASSIGN', content: desk.admin.name, author: { kind: 'staff', id: 1 }, private: null }],
    })
  })

  test('sends no mail, and writes no log entry', async () => {
    const { desk, ticketNumber, assignTicket, unAssignTicket } = await stage()
    const page = { offset: 0, limit: 99 }
    const logs = await desk.storage.logs.list(page)
    await desk.mails()
    await assignTicket(desk.admin, { ticketNumber })
    await unAssignTicket(desk.admin, { ticketNumber })
    expect(await desk.storage.logs.list(page)).toEqual(logs)
    expect(await desk.mails()).toEqual([])
  })

  test.each(['', '0'])('gives it to the caller with the form field staffId %j', async (staffId) => {
    const { desk, ticketNumber, stored } = await stage()
    const operation = desk.helpdesk.operations.get('/staff/assign-ticket')
    if (!operation) throw new Error('no such operation')
    await desk.helpdesk.call(operation, desk.admin, { ticketNumber: String(ticketNumber), staffId })
    expect((await stored())?.owner?.id).toBe(1)
  })

  test("assigns the author's own ticket in an unserved department, unless named", async () => {
    const { desk, assignTicket } = await stage()
    const away = await desk.staff({ departments: [] })
    const ticketNumber = await desk.ticket({ author: away })
    await expect(assignTicket(away, { ticketNumber, staffId: away.id })).rejects.toEqual(
      refusal('INVALID_DEPARTMENT'),
    )
    await assignTicket(away, { ticketNumber })
    expect((await desk.storage.tickets.byNumber(ticketNumber))?.owner?.id).toBe(away.id)
  })

  test('gives it to another member of its department', async () => {
    const { desk, ticketNumber, stored, assignTicket } = await stage()
    const olga = await desk.staff({ name: 'Olga' })
    await assignTicket(desk.admin, { ticketNumber, staffId: olga.id })
    expect(await stored()).toMatchObject({ owner: { id: olga.id }, events: [{ content: 'Olga' }] })
  })

  test('is not unread for an assignee who wrote it', async () => {
    const { desk, assignTicket } = await stage()
    const ticketNumber = await desk.ticket({ author: desk.admin })
    await assignTicket(desk.admin, { ticketNumber })
    expect((await desk.storage.tickets.byNumber(ticketNumber))?.unread).toBe(false)
  })

  test('works on a closed ticket', async () => {
    const { desk, ticketNumber, stored, assignTicket } = await stage()
    await desk.helpdesk.ticket.close(desk.admin, { ticketNumber })
    await assignTicket(desk.admin, { ticketNumber })
    expect((await stored())?.owner?.id).toBe(1)
  })

  test('refuses invalid requests, with the first reason', async () => {
    const { desk, ticketNumber, assignTicket } = await stage()
    const away = await desk.staff({ departments: [] })
    const assign = (session: object, params: object) => assignTicket(session, { ticketNumber, ...params })
    await expect(assign(away, { ticketNumber: 100_001, staffId: 99 })).rejects.toEqual(
      refusal('INVALID_TICKET'),
    )
    await expect(assign(away, { staffId: 99 })).rejects.toEqual(refusal('INVALID_STAFF'))
    await expect(assign(away, { staffId: away.id })).rejects.toEqual(refusal('INVALID_DEPARTMENT'))
    await expect(assign(away, {})).rejects.toEqual(refusal('NO_PERMISSION'))
    await assign(desk.admin, {})
    await expect(assign(away, {})).rejects.toEqual(refusal('TICKET_ALREADY_ASSIGNED'))
  })

  test('of two concurrent callers, one gets the ticket', async () => {
    const { desk, ticketNumber, stored, assignTicket } = await stage()
    const olga = await desk.staff()
    const results = await Promise.allSettled([
      assignTicket(desk.admin, { ticketNumber }),
      assignTicket(olga, { ticketNumber }),
    ])
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(await stored()).toMatchObject({ totalOwners: 1, events: [{ type: 'ASSIGN' }] })
  })
})

describe('unAssignTicket', () => {
  test('removes any owner, with an event in the name of the caller', async () => {
    const { desk, ticketNumber, stored, assignTicket, unAssignTicket, getTickets } = await stage()
    const olga = await desk.staff({ name: 'Olga' })
    await assignTicket(olga, { ticketNumber })
    await unAssignTicket(desk.admin, { ticketNumber })
    const ticket = await stored()
    expect(ticket).toMatchObject({ owner: null, totalOwners: 1, unread: true })
    expect(ticket?.events.at(-1)).toMatchObject({ type: 'UN_ASSIGN', content: 'Olga', author: { id: 1 } })
    expect((await getTickets(olga, { page: 1 })).tickets).toEqual([])
  })

  test('of two concurrent calls, one removes the owner', async () => {
    const { desk, ticketNumber, stored, assignTicket, unAssignTicket } = await stage()
    await assignTicket(desk.admin, { ticketNumber })
    const results = await Promise.allSettled([
      unAssignTicket(desk.admin, { ticketNumber }),
      unAssignTicket(await desk.staff(), { ticketNumber }),
    ])
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect((await stored())?.events.map(({ type }) => type)).toEqual(['ASSIGN', 'UN_ASSIGN'])
  })

  test('keeps the ticket in the list of an owner who wrote it', async () => {
    const { desk, assignTicket, unAssignTicket, getTickets } = await stage()
    const ticketNumber = await desk.ticket({ author: desk.admin })
    await assignTicket(desk.admin, { ticketNumber })
    await unAssignTicket(desk.admin, { ticketNumber })
    expect((await getTickets(desk.admin, { page: 1 })).tickets.map((each) => each.ticketNumber)).toEqual([
      ticketNumber,
    ])
  })

  test('refuses a missing ticket, one without an owner, and one without permission', async () => {
    const { desk, ticketNumber, assignTicket, unAssignTicket } = await stage()
    const away = await desk.staff({ departments: [] })
    await expect(unAssignTicket(desk.admin, { ticketNumber: 100_001 })).rejects.toEqual(
      refusal('INVALID_TICKET'),
    )
    await expect(unAssignTicket(desk.admin, { ticketNumber })).rejects.toEqual(refusal('NO_PERMISSION'))
    await assignTicket(desk.admin, { ticketNumber })
    await expect(unAssignTicket(away, { ticketNumber })).rejects.toEqual(refusal('NO_PERMISSION'))
  })
})

describe('the lists', () => {
  async function lists() {
    const desk = await createTestHelpdesk()
    const other = await desk.department()
    const foreign = await desk.department()
    await desk.storage.staff.setDepartments(1, [1, other])
    const jane = await desk.user()
    const make = (title: string, departmentId = 1) =>
      desk.ticket({ author: jane, title, departmentId, content: '<b>x</b>' })
    const tickets = {
      first: await make('Paper is out'),
      second: await make('Out of order', other),
      closed: await make('Closed'),
      owned: await make('Owned'),
      foreign: await make('Foreign', foreign),
    }
    await desk.helpdesk.ticket.close(desk.admin, { ticketNumber: tickets.closed })
    await desk.helpdesk.staff.assignTicket(desk.admin, { ticketNumber: tickets.owned })
    const numbers = (answer: { tickets: readonly { ticketNumber: number }[] }) =>
      answer.tickets.map(({ ticketNumber }) => ticketNumber)
    return { desk, other, foreign, tickets, numbers, ...desk.helpdesk.staff }
  }

  const emptyPage = {
    tickets: [],
    page: 1,
    pages: 0,
    total: 0,
    totalIsExact: true,
    cursor: null,
    updatedSince: null,
  }

  test('getNewTickets: open, without an owner, in the own departments', async () => {
    const { desk, other, foreign, tickets, numbers, getNewTickets } = await lists()
    expect(numbers(await getNewTickets(desk.admin, { page: 1 }))).toEqual([tickets.first, tickets.second])
    expect(numbers(await getNewTickets(desk.admin, { page: 1, departmentId: other }))).toEqual([
      tickets.second,
    ])
    expect(numbers(await getNewTickets(desk.admin, { page: 1, departmentId: foreign }))).toEqual([])
    const nowhere = await desk.staff({ departments: [] })
    expect(await getNewTickets(nowhere, { page: 1 })).toEqual(emptyPage)
  })

  test('getTickets: owned or written ones, closed ones on request', async () => {
    const { desk, other, tickets, numbers, getTickets } = await lists()
    const written = await desk.ticket({ author: desk.admin, departmentId: other })
    expect(numbers(await getTickets(desk.admin, { page: 1 }))).toEqual([tickets.owned, written])
    expect(numbers(await getTickets(desk.admin, { page: 1, departmentId: other }))).toEqual([written])
    await desk.helpdesk.ticket.close(desk.admin, { ticketNumber: written })
    expect(numbers(await getTickets(desk.admin, { page: 1 }))).toEqual([tickets.owned])
    expect(numbers(await getTickets(desk.admin, { page: 1, closed: true }))).toEqual([tickets.owned, written])
  })

  test('getAllTickets: of the own departments, newest first, titles that start with the query at the top', async () => {
    const { desk, tickets, numbers, getAllTickets } = await lists()
    expect(numbers(await getAllTickets(desk.admin, { page: 1 }))).toEqual([
      tickets.owned,
      tickets.second,
      tickets.first,
    ])
    expect(numbers(await getAllTickets(desk.admin, { page: 1, closed: true }))).toContain(tickets.closed)
    expect(numbers(await getAllTickets(desk.admin, { page: 1, query: 'OUT' }))).toEqual([
      tickets.second,
      tickets.first,
    ])
  })

  test('getNewTickets: those unread for staff first, then the oldest', async () => {
    const { desk, tickets, numbers, getNewTickets } = await lists()
    const { id = 0 } = (await desk.storage.tickets.byNumber(tickets.first)) ?? {}
    await desk.storage.tickets.update(id, { unreadStaff: false })
    expect(numbers(await getNewTickets(desk.admin, { page: 1 }))).toEqual([tickets.second, tickets.first])
  })

  test('getTickets: none of a department that does not exist, or of other members', async () => {
    const { desk, getTickets } = await lists()
    expect(await getTickets(desk.admin, { page: 1, departmentId: 99 })).toEqual(emptyPage)
    expect(await getTickets(await desk.staff(), { page: 1, closed: true })).toEqual(emptyPage)
  })

  test('getAllTickets: excludes own tickets elsewhere, and is empty without departments', async () => {
    const { desk, foreign, numbers, getAllTickets } = await lists()
    const elsewhere = await desk.ticket({ author: desk.admin, departmentId: foreign })
    expect(numbers(await getAllTickets(desk.admin, { page: 1 }))).not.toContain(elsewhere)
    const nowhere = await desk.staff({ departments: [] })
    expect(await getAllTickets(nowhere, { page: 1, closed: true })).toEqual(emptyPage)
  })

  test('getAllTickets: a query is matched literally, and in titles only', async () => {
    const { desk, tickets, numbers, getAllTickets } = await lists()
    const percent = await desk.ticket({ author: desk.admin, title: '100% wool_' })
    const found = async (query: string) => numbers(await getAllTickets(desk.admin, { page: 1, query }))
    expect(await found('%')).toEqual([percent])
    expect(await found('l_')).toEqual([percent])
    expect(await found('Please help')).toEqual([])
    expect(await found('')).toEqual([percent, tickets.owned, tickets.second, tickets.first])
  })

  test.each(['a\nb', 'a\0b', 'x'.repeat(201)])('getAllTickets refuses the query %j', async (query) => {
    const { desk } = await stage()
    const call = desk.helpdesk.staff.getAllTickets(desk.admin, { page: 1, query })
    await expect(call).rejects.toEqual(refusal('INVALID_QUERY'))
  })

  test('getAllTickets has 10 tickets per page', async () => {
    const desk = await createTestHelpdesk()
    const made: number[] = []
    for (let index = 0; index < 11; index++) made.unshift(await desk.ticket({ author: desk.admin }))
    const { getAllTickets } = desk.helpdesk.staff
    const [one, two] = [
      await getAllTickets(desk.admin, { page: 1 }),
      await getAllTickets(desk.admin, { page: 2 }),
    ]
    expect([one.pages, two.pages]).toEqual([2, 2])
    expect([...one.tickets, ...two.tickets].map(({ ticketNumber }) => ticketNumber)).toEqual(made)
    expect(two.tickets).toHaveLength(1)
  })

  test('the first invalid field is reported', async () => {
    const { desk } = await stage()
    for (const name of ['getTickets', 'getNewTickets'] as const) {
      const call = desk.helpdesk.staff[name](desk.admin, { page: 0, pageSize: 0 })
      await expect(call).rejects.toEqual(refusal('INVALID_PAGE'))
    }
    const call = desk.helpdesk.staff.getAllTickets(desk.admin, { page: 0, query: '\n' })
    await expect(call).rejects.toEqual(refusal('INVALID_PAGE'))
  })

  test('lists have no HTML tags', async () => {
    const { desk, getAllTickets } = await lists()
    const { tickets } = await getAllTickets(desk.admin, { page: 1 })
    expect(tickets[0]).toMatchObject({ content: 'x', commentCount: 0, lastComment: null })
  })

  test('pages follow one another, whatever their size', async () => {
    const desk = await createTestHelpdesk()
    const made: number[] = []
    for (let index = 0; index < 12; index++) made.push(await desk.ticket({ author: desk.admin }))
    const { getNewTickets } = desk.helpdesk.staff
    const pages = await Promise.all(
      [1, 2, 3, 4].map((page) => getNewTickets(desk.admin, { page, pageSize: 5 })),
    )
    expect(pages.map(({ pages }) => pages)).toEqual([3, 3, 3, 3])
    expect(pages.flatMap(({ tickets }) => tickets.map(({ ticketNumber }) => ticketNumber))).toEqual(made)
  })

  test.each(['getTickets', 'getNewTickets', 'getAllTickets'] as const)(
    '%s refuses a page that is none',
    async (name) => {
      const { desk } = await stage()
      for (const page of [0, -1, 1.5, Number.NaN]) {
        await expect(desk.helpdesk.staff[name](desk.admin, { page })).rejects.toEqual(refusal('INVALID_PAGE'))
      }
    },
  )

  test.each(['getTickets', 'getNewTickets'] as const)('%s refuses an invalid page size', async (name) => {
    const { desk } = await stage()
    for (const pageSize of [4, 51, 5.5]) {
      const call = desk.helpdesk.staff[name](desk.admin, { page: 1, pageSize })
      await expect(call).rejects.toEqual(refusal('INVALID_PAGE_SIZE'))
    }
  })
})

describe('get', () => {
  test('returns the calling member', async () => {
    const { desk } = await stage()
    expect(await desk.helpdesk.staff.get(desk.admin)).toEqual({
      name: desk.admin.name,
      email: desk.admin.email,
      profilePic: '',
      level: 3,
      staff: true,
      sendEmailOnNewTicket: true,
      departments: [{ id: 1, name: 'Help and Support', private: false }],
    })
  })

  test('returns other members to level 3 only; other callers get themselves', async () => {
    const { desk } = await stage()
    const olga = await desk.staff({ name: 'Olga', level: 2 })
    expect((await desk.helpdesk.staff.get(desk.admin, { staffId: olga.id })).name).toBe('Olga')
    expect((await desk.helpdesk.staff.get(desk.admin, { staffId: 99 })).name).toBe(desk.admin.name)
    expect((await desk.helpdesk.staff.get(olga, { staffId: 1 })).name).toBe('Olga')
  })
})

test.each([
  'assignTicket',
  'unAssignTicket',
  'getTickets',
  'getNewTickets',
  'getAllTickets',
  'get',
  'getAll',
] as const)('%s is for staff alone, before any field is looked at', async (name) => {
  const { desk, jane } = await stage()
  const call = desk.helpdesk.staff[name] as (session: object, params: object) => Promise<unknown>
  for (const session of [{}, jane, await desk.ticketSession()]) {
    await expect(call(session, {})).rejects.toEqual(refusal('NO_PERMISSION'))
  }
})

test('getAll lists members by id, with departments and counts of owned tickets', async () => {
  const { desk, ticketNumber, assignTicket, getAll } = await stage()
  const olga = await desk.staff({ name: 'Olga', departments: [] })
  await assignTicket(desk.admin, { ticketNumber })
  await desk.helpdesk.ticket.close(desk.admin, { ticketNumber })
  expect(await getAll(olga)).toMatchObject([
    {
      id: 1,
      name: desk.admin.name,
      level: 3,
      assignedTickets: 1,
      closedTickets: 1,
      lastLogin: null,
      departments: [{ id: 1, name: 'Help and Support', owners: 1 }],
    },
    { id: olga.id, name: 'Olga', departments: [], assignedTickets: 0, closedTickets: 0 },
  ])
})
