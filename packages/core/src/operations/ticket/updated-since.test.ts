import { beforeEach, describe, expect, test } from 'vitest'
import type { SearchTicketsParams, SessionContext, TicketPage } from '../../index.js'
import { createTestHelpdesk, type TestAccount, type TestHelpdesk } from '../../testing/index.js'
import { refusal } from '../../testing/refusal.test-support.js'

let desk: TestHelpdesk
let jane: TestAccount
beforeEach(async () => {
  desk = await createTestHelpdesk()
  jane = await desk.user({ name: 'Jane' })
})

const search = (params: SearchTicketsParams, session: SessionContext = desk.admin) =>
  desk.helpdesk.ticket.search(session, params)
const numbersOf = ({ tickets }: TicketPage) => tickets.map(({ ticketNumber }) => ticketNumber)
const now = async (session: SessionContext = desk.admin) =>
  (await search({ updatedSince: 'now' }, session)).updatedSince ?? ''

describe('`updatedSince` of a list', () => {
  test('begins with `now`, and lists nothing then', async () => {
    await desk.ticket({ author: jane })
    const page = await search({ updatedSince: 'now' })
    expect(page).toMatchObject({ tickets: [], total: 0, cursor: null, updatedSince: expect.any(String) })
    expect((await search({})).updatedSince).toBeNull()
  })

  test('lists what was changed since then, once, and where to go on', async () => {
    const [first, second] = [await desk.ticket({ author: jane }), await desk.ticket({ author: jane })]
    const start = await now()
    const third = await desk.ticket({ author: jane })
    await desk.helpdesk.ticket.comment(jane, { ticketNumber: first, content: 'Hello?' })
    await desk.helpdesk.ticket.comment(jane, { ticketNumber: first, content: 'Hello??' })
    const page = await search({ updatedSince: start })
    expect(numbersOf(page).sort()).toEqual([first, third].sort())
    const next = page.updatedSince ?? ''
    expect(await search({ updatedSince: next })).toMatchObject({ tickets: [], updatedSince: next })
    await desk.helpdesk.staff.assignTicket(desk.admin, { ticketNumber: second })
    expect(numbersOf(await search({ updatedSince: next }))).toEqual([second])
  })

  test('lists a page at a time, and all of it in the end', async () => {
    const start = await now()
    const created: number[] = []
    for (let each = 0; each < 12; each++) created.push(await desk.ticket({ author: jane }))
    const found: number[] = []
    const sizes: number[] = []
    let updatedSince = start
    for (;;) {
      const page = await search({ updatedSince, pageSize: 5 })
      if (page.updatedSince === updatedSince) break
      sizes.push(page.tickets.length)
      found.push(...numbersOf(page))
      updatedSince = page.updatedSince ?? ''
    }
    expect(sizes).toEqual([5, 5, 2])
    expect(found.sort()).toEqual(created.sort())
  })

  test('goes on over many events that concern others', async () => {
    const start = await now()
    const event = { name: 'tag.created', by: null, at: desk.clock.now(), payload: '{"tagId":1}' }
    await desk.storage.events.add(Array.from({ length: 1500 }, () => event))
    const ticketNumber = await desk.ticket({ author: jane })
    const first = await search({ updatedSince: start })
    expect(first.tickets).toEqual([])
    expect(Number(first.updatedSince) - Number(start)).toBe(1000)
    expect(numbersOf(await search({ updatedSince: first.updatedSince ?? '' }))).toEqual([ticketNumber])
  })

  test('keeps to the filters and to what the caller may see', async () => {
    const sales = (await desk.department({ name: 'Sales' })) ?? 0
    const start = await now()
    const [open, closed] = [await desk.ticket({ author: jane }), await desk.ticket({ author: jane })]
    const elsewhere = await desk.ticket({ author: jane, departmentId: sales })
    await desk.helpdesk.ticket.close(jane, { ticketNumber: closed })
    const other = await desk.staff({ departments: [sales] })
    expect(numbersOf(await search({ updatedSince: start, closed: false }))).toEqual([open])
    expect(numbersOf(await search({ updatedSince: start }, other))).toEqual([elsewhere])
    const { staff, user } = desk.helpdesk
    const of = async (page: Promise<TicketPage>) => numbersOf(await page).sort()
    const poll = { page: 1, updatedSince: start }
    expect(await of(staff.getAllTickets(desk.admin, poll))).toEqual([open])
    expect(await of(staff.getAllTickets(desk.admin, { ...poll, closed: true }))).toEqual(
      [open, closed].sort(),
    )
    expect(await of(staff.getNewTickets(desk.admin, poll))).toEqual([open])
    expect(await of(staff.getTickets(desk.admin, poll))).toEqual([])
    await staff.assignTicket(desk.admin, { ticketNumber: open })
    expect(await of(staff.getTickets(desk.admin, poll))).toEqual([open])
    expect(await of(user.getTickets(jane, poll))).toEqual([open, closed, elsewhere].sort())
    expect(await of(user.getTickets(await desk.user(), poll))).toEqual([])
    expect(await of(staff.searchTickets(desk.admin, { ...poll, query: 'work' }))).toEqual(
      [open, closed].sort(),
    )
    expect(await of(staff.searchTickets(desk.admin, { ...poll, query: 'toner' }))).toEqual([])
    expect(await of(staff.searchTickets(other, { ...poll, query: 'work' }))).toEqual([elsewhere])
  })

  test('of supervised tickets, lists those of the named users', async () => {
    const { user } = desk.helpdesk
    const [boss, kim] = [await desk.user(), await desk.user()]
    await user.editSupervisedList(desk.admin, { userId: boss.id, userIdList: [jane.id, kim.id] })
    const poll = { supervisedUsers: [jane.id], updatedSince: await now() }
    const [ofJane, own] = [await desk.ticket({ author: jane }), await desk.ticket({ author: boss })]
    await desk.ticket({ author: kim })
    const first = await user.getSupervisedTickets(boss, poll)
    expect(numbersOf(first)).toEqual([ofJane])
    const withOwn = await user.getSupervisedTickets(boss, { ...poll, showOwnTickets: true })
    expect(numbersOf(withOwn).sort()).toEqual([ofJane, own].sort())
    const updatedSince = first.updatedSince ?? ''
    const next = await user.getSupervisedTickets(boss, { ...poll, updatedSince })
    expect(next).toMatchObject({ tickets: [], updatedSince })
    const ofNobody = await user.getSupervisedTickets(boss, { updatedSince: poll.updatedSince })
    expect(ofNobody).toMatchObject({ tickets: [], total: 0, updatedSince })
    await user.editSupervisedList(desk.admin, { userId: boss.id, userIdList: [] })
    await expect(user.getSupervisedTickets(boss, poll)).rejects.toEqual(refusal('INVALID_SUPERVISED_USERS'))
  })

  test('tells users nothing of private comments', async () => {
    const ticketNumber = await desk.ticket({ author: jane })
    const poll = { page: 1, updatedSince: await now() }
    await desk.helpdesk.ticket.comment(desk.admin, { ticketNumber, content: 'Psst', private: true })
    const private_ = await desk.helpdesk.user.getTickets(jane, poll)
    expect(private_.tickets).toEqual([])
    const ofOwn = await desk.helpdesk.user.getSupervisedTickets(jane, { ...poll, showOwnTickets: true })
    expect(ofOwn.tickets).toEqual([])
    expect(numbersOf(await search(poll))).toEqual([ticketNumber])
  })

  test.each(['', ' ', '-1', '1.5', '01', 'x', '1'.repeat(16), 5 as unknown as string])(
    'refuses %j',
    async (updatedSince) => {
      await expect(search({ updatedSince })).rejects.toEqual(refusal('INVALID_UPDATED_SINCE'))
    },
  )

  test('does not go with a cursor or a later page', async () => {
    for (let each = 0; each < 6; each++) await desk.ticket({ author: jane })
    const { cursor } = await search({ pageSize: 5 })
    const updatedSince = await now()
    for (const more of [{ cursor: cursor ?? '' }, { page: 2 }])
      await expect(search({ updatedSince, ...more })).rejects.toEqual(refusal('INVALID_UPDATED_SINCE'))
  })
})

describe('EVENTS_GONE', () => {
  test('says that the position is older than the log', async () => {
    await desk.ticket({ author: jane })
    const start = await now()
    await desk.ticket({ author: jane })
    await desk.ticket({ author: jane })
    await now()
    desk.clock.advance({ days: 29 })
    const login = () =>
      desk.helpdesk.user.login({}, { email: desk.admin.email, password: 'correct horse', staff: true })
    await login()
    await expect(search({ updatedSince: start })).resolves.toBeTruthy()
    desk.clock.advance({ days: 2 })
    const admin = await login()
    await expect(search({ updatedSince: start }, admin)).rejects.toEqual(refusal('EVENTS_GONE'))
    await expect(search({ updatedSince: await now(admin) }, admin)).resolves.toBeTruthy()
  })

  test('says that the position is not of this log, as after a restored backup', async () => {
    await expect(search({ updatedSince: '999' })).rejects.toEqual(refusal('EVENTS_GONE'))
    await expect(search({ updatedSince: '0' })).resolves.toBeTruthy()
  })

  test('says that a deleted department has moved its tickets', async () => {
    const sales = (await desk.department({ name: 'Sales' })) ?? 0
    await desk.storage.staff.setDepartments(desk.admin.id, [1, sales])
    await desk.ticket({ author: jane, departmentId: sales })
    const start = await now()
    const { system } = desk.helpdesk
    await system.deleteDepartment(desk.admin, { departmentId: sales, transferDepartmentId: 1 })
    await expect(search({ updatedSince: start })).rejects.toEqual(refusal('EVENTS_GONE'))
  })
})
