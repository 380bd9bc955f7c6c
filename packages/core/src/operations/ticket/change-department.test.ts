import { describe, expect, test } from 'vitest'
import { createTestHelpdesk } from '../../testing/index.js'
import { refusal } from '../../testing/refusal.test-support.js'

async function stage() {
  const desk = await createTestHelpdesk()
  const jane = await desk.user()
  const sales = await desk.department({ name: 'Sales' })
  const secret = await desk.department({ name: 'Secret', private: true })
  const ticketNumber = await desk.ticket({ author: jane })
  await desk.mails()
  const stored = () => desk.storage.tickets.detailsByNumber(ticketNumber)
  return { desk, jane, sales, secret, ticketNumber, stored, move: desk.helpdesk.ticket.changeDepartment }
}

describe('moving a ticket', () => {
  test('updates counters, leaves an event and a log entry, and sends no mail', async () => {
    const { desk, sales, ticketNumber, stored, move } = await stage()
    expect(await move(desk.admin, { ticketNumber, departmentId: sales })).toBeNull()
    expect(await stored()).toMatchObject({
      department: { id: sales },
      totalDepartments: 1,
      totalOwners: 0,
      unread: true,
      events: [{ type: 'DEPARTMENT_CHANGED', content: 'Sales', author: { kind: 'staff', id: 1 } }],
    })
    expect(await desk.storage.logs.list({ offset: 0, limit: 2 })).toMatchObject([
      { type: 'DEPARTMENT_CHANGED', to: String(ticketNumber), author: { kind: 'staff', id: 1 } },
      { type: 'CREATE_TICKET' },
    ])
    expect(await desk.mails()).toEqual([])
  })

  test('may move it where the caller cannot manage it', async () => {
    const { desk, sales, ticketNumber, move } = await stage()
    await move(desk.admin, { ticketNumber, departmentId: sales })
    const back = move(desk.admin, { ticketNumber, departmentId: 1 })
    await expect(back).rejects.toEqual(refusal('NO_PERMISSION'))
  })

  test('works on a closed one, which stays closed', async () => {
    const { desk, sales, ticketNumber, stored, move } = await stage()
    await desk.helpdesk.ticket.close(desk.admin, { ticketNumber })
    await move(desk.admin, { ticketNumber, departmentId: sales })
    expect(await stored()).toMatchObject({ closed: true, department: { id: sales } })
  })
})

describe('the owner of a ticket that moves', () => {
  test.each([
    ['stays when he serves the target', true],
    ['loses the ticket when he does not', false],
  ])('%s', async (_, serves) => {
    const { desk, sales, ticketNumber, stored, move } = await stage()
    const owner = await desk.staff({ name: 'Olga', departments: serves ? [1, sales] : [1] })
    await desk.helpdesk.staff.assignTicket(owner, { ticketNumber })
    await move(desk.admin, { ticketNumber, departmentId: sales })
    const ticket = await stored()
    expect(ticket?.owner?.id ?? null).toBe(serves ? owner.id : null)
    expect(ticket?.totalOwners).toBe(1)
    expect(ticket?.events.slice(1).map(({ type, content }) => [type, content])).toEqual([
      ...(serves ? [] : [['UN_ASSIGN', 'Olga']]),
      ['DEPARTMENT_CHANGED', 'Sales'],
    ])
    const { tickets } = await desk.helpdesk.staff.getTickets(owner, { page: 1 })
    expect(tickets).toHaveLength(serves ? 1 : 0)
  })

  test('keeps it in the list when the owner wrote it', async () => {
    const { desk, sales, move } = await stage()
    const author = await desk.staff({ departments: [1] })
    const ticketNumber = await desk.ticket({ author })
    await desk.helpdesk.staff.assignTicket(author, { ticketNumber })
    await move(author, { ticketNumber, departmentId: sales })
    const { tickets } = await desk.helpdesk.staff.getTickets(author, { page: 1 })
    expect(tickets).toMatchObject([{ ticketNumber, owner: null, department: { id: sales } }])
  })
})

describe('a private department', () => {
  test('takes no ticket of a user', async () => {
    const { desk, secret, ticketNumber, stored, move } = await stage()
    const call = move(desk.admin, { ticketNumber, departmentId: secret })
    await expect(call).rejects.toEqual(refusal('NO_PERMISSION'))
    expect((await stored())?.department?.id).toBe(1)
  })

  test('takes none whose author is gone', async () => {
    const { desk, jane, secret, ticketNumber, move } = await stage()
    await desk.storage.users.remove(jane.id)
    const call = move(desk.admin, { ticketNumber, departmentId: secret })
    await expect(call).rejects.toEqual(refusal('NO_PERMISSION'))
  })

  test('moves a ticket of staff, also of an author who serves neither', async () => {
    const { desk, secret, move } = await stage()
    const author = await desk.staff({ departments: [] })
    const ticketNumber = await desk.ticket({ author })
    await move(author, { ticketNumber, departmentId: secret })
    expect((await desk.storage.tickets.byNumber(ticketNumber))?.department?.id).toBe(secret)
  })
})

test('of several reasons to refuse, the first answers', async () => {
  const { desk, secret, sales, ticketNumber, move } = await stage()
  const away = await desk.staff({ departments: [sales] })
  const noTicket = { ticketNumber: 100_001, departmentId: 99 }
  await expect(move(away, noTicket)).rejects.toEqual(refusal('INVALID_TICKET'))
  const noDepartment = { ticketNumber, departmentId: 99 }
  await expect(move(away, noDepartment)).rejects.toEqual(refusal('INVALID_DEPARTMENT'))
  for (const departmentId of [secret, 1]) {
    await expect(move(away, { ticketNumber, departmentId })).rejects.toEqual(refusal('NO_PERMISSION'))
  }
  const where = { ticketNumber, departmentId: 1 }
  await expect(move(desk.admin, where)).rejects.toEqual(refusal('SAME_DEPARTMENT'))
})

test('two concurrent moves by a member of all departments are both counted', async () => {
  const desk = await createTestHelpdesk()
  const [one, two] = [await desk.department(), await desk.department()]
  const olga = await desk.staff({ departments: [1, one, two] })
  const ticketNumber = await desk.ticket({ author: await desk.user() })
  await Promise.all(
    [one, two].map((departmentId) =>
      desk.helpdesk.ticket.changeDepartment(olga, { ticketNumber, departmentId }),
    ),
  )
  expect((await desk.storage.tickets.byNumber(ticketNumber))?.totalDepartments).toBe(2)
})
