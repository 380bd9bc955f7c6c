import { beforeEach, describe, expect, test } from 'vitest'
import { OpenSupports, type Storage } from '../../index.js'
import { createTestHelpdesk, type TestAccount, type TestHelpdesk } from '../../testing/index.js'

let desk: TestHelpdesk
let sales: number
let orders: number
let jane: TestAccount
beforeEach(async () => {
  desk = await createTestHelpdesk()
  sales = await desk.department({ name: 'Sales' })
  orders = await desk.department({ name: 'Orders' })
  jane = await desk.user()
})

const remove = (departmentId = sales, transferDepartmentId = orders) =>
  desk.helpdesk.system.deleteDepartment(desk.admin, { departmentId, transferDepartmentId })

/** A ticket of the department to delete that a staff member has taken. */
async function takenBy(owner: TestAccount) {
  const ticketNumber = await desk.ticket({ author: jane, departmentId: sales })
  await desk.helpdesk.staff.assignTicket(owner, { ticketNumber })
  await desk.helpdesk.ticket.seen(jane, { ticketNumber })
  return ticketNumber
}

describe('success', () => {
  test('deletes the department with its memberships, and logs its name', async () => {
    const stan = await desk.staff({ departments: [1, sales] })
    expect(await remove()).toBeNull()
    expect(await desk.storage.departments.byId(sales)).toBeUndefined()
    expect(await desk.storage.staff.departmentIds(stan.id)).toEqual([1])
    const [entry] = await desk.storage.logs.list({ offset: 0, limit: 1 })
    expect(entry).toMatchObject({ type: 'DELETE_DEPARTMENT', to: 'Sales', authorName: 'Ada Admin' })
  })

  test('moves its tickets, without a trace in them and without mails', async () => {
    const moved = await desk.ticket({ author: jane, departmentId: sales })
    const other = await desk.ticket({ author: jane })
    const before = await desk.storage.tickets.detailsByNumber(moved)
    await desk.mails()
    await remove()
    expect(await desk.storage.tickets.detailsByNumber(moved)).toEqual({
      ...before,
      department: { id: orders, name: 'Orders', private: false },
    })
    expect(await desk.storage.tickets.byNumber(other)).toMatchObject({ department: { id: 1 } })
    expect(await desk.mails()).toEqual([])
  })

  test('an owner who serves the target keeps the ticket', async () => {
    const stan = await desk.staff({ departments: [sales, orders] })
    const ticketNumber = await takenBy(stan)
    await remove()
    expect(await desk.storage.tickets.detailsByNumber(ticketNumber)).toMatchObject({
      owner: { id: stan.id },
      unread: false,
      events: [{ type: 'ASSIGN' }],
    })
  })

  test("an owner who does not serve the target is removed; the event is in the owner's name", async () => {
    const stan = await desk.staff({ name: 'Stan', departments: [sales] })
    const ticketNumber = await takenBy(stan)
    await remove()
    expect(await desk.storage.tickets.detailsByNumber(ticketNumber)).toMatchObject({
      owner: null,
      unread: true,
      events: [{ type: 'ASSIGN' }, { type: 'UN_ASSIGN', author: { kind: 'staff', id: stan.id } }],
    })
  })

  test('many tickets of several owners are all freed', async () => {
    const owners = [await desk.staff({ departments: [sales] }), await desk.staff({ departments: [sales] })]
    for (let count = 0; count < 60; count++) for (const owner of owners) await takenBy(owner)
    await remove()
    const filter = { departments: [orders], assigned: false }
    const page = { order: [], events: false, offset: 0, limit: 1 }
    expect(await desk.storage.tickets.list({ filter, ...page })).toMatchObject({ total: 120 })
  })

  test('tickets of staff may be moved to a private department', async () => {
    await desk.ticket({ author: desk.admin, departmentId: sales })
    expect(await remove(sales, await desk.department({ private: true }))).toBeNull()
  })

  test('a private department without tickets may be deleted into a private one', async () => {
    const secret = await desk.department({ private: true })
    expect(await remove(secret, await desk.department({ private: true }))).toBeNull()
  })
})

describe('refusals, in their order', () => {
  test.each([
    [99, 2],
    [1, 99],
    [99, 99],
  ])('INVALID_DEPARTMENT unless both exist: %j into %j', async (departmentId, target) => {
    await expect(remove(departmentId, target)).rejects.toMatchObject({ code: 'INVALID_DEPARTMENT' })
  })

  test('CAN_NOT_DELETE_DEFAULT_DEPARTMENT, also into itself', async () => {
    await expect(remove(1, 1)).rejects.toMatchObject({ code: 'CAN_NOT_DELETE_DEFAULT_DEPARTMENT' })
  })

  test('SAME_DEPARTMENT', async () => {
    await expect(remove(sales, sales)).rejects.toMatchObject({ code: 'SAME_DEPARTMENT' })
  })

  test('SAME_DEPARTMENT in whatever form the ids are sent', async () => {
    const operation = desk.helpdesk.operations.get('/system/delete-department')
    if (!operation) throw new Error('there is no such operation')
    const fields = { departmentId: '2', transferDepartmentId: '02' }
    await expect(desk.helpdesk.call(operation, desk.admin, fields)).rejects.toMatchObject({
      code: 'SAME_DEPARTMENT',
    })
  })

  test('DEPARTMENT_PRIVATE_TICKETS when tickets of users would become private', async () => {
    const ticketNumber = await desk.ticket({ author: jane, departmentId: sales })
    const call = remove(sales, await desk.department({ private: true }))
    await expect(call).rejects.toMatchObject({ code: 'DEPARTMENT_PRIVATE_TICKETS' })
    expect(await desk.storage.tickets.byNumber(ticketNumber)).toMatchObject({ department: { id: sales } })
    expect(await desk.storage.departments.byId(sales)).toBeDefined()
  })

  test('NO_PERMISSION below level 3, whatever is sent', async () => {
    const others = [{}, jane, await desk.ticketSession()]
    others.push(await desk.staff({ level: 1 }), await desk.staff({ level: 2 }))
    for (const session of others) {
      const params = { departmentId: 99, transferDepartmentId: 99 }
      await expect(desk.helpdesk.system.deleteDepartment(session, params)).rejects.toMatchObject({
        code: 'NO_PERMISSION',
      })
    }
  })
})

describe('a deletion that is interrupted', () => {
  /** Deletes the department until the first transaction with tickets ends. Returns the numbers of its tickets. */
  async function interrupted(): Promise<number[]> {
    const stan = await desk.staff({ departments: [sales] })
    const numbers: number[] = []
    for (let count = 0; count < 60; count++) numbers.push(await takenBy(stan))
    const ended = new AbortController()
    const operation = desk.helpdesk.operations.get('/system/delete-department')
    if (!operation) throw new Error('there is no such operation')
    const off = desk.helpdesk.on('ticket.unassigned', () => ended.abort())
    const fields = { departmentId: sales, transferDepartmentId: orders }
    const call = desk.helpdesk.call(operation, desk.admin, fields, { signal: ended.signal })
    await expect(call).rejects.toMatchObject({ code: 'INTERRUPTED' })
    off()
    return numbers
  }
  const countIn = async (departmentId: number) =>
    (await desk.storage.tickets.firstIn(departmentId, 1000)).length

  test('has moved some tickets, and nobody sees the department or uses it', async () => {
    await interrupted()
    const [left, moved] = [await countIn(sales), await countIn(orders)]
    expect([left > 0, moved > 0, left + moved]).toEqual([true, true, 60])
    const departments = await desk.storage.departments.all()
    expect(departments.map(({ id }) => id)).toEqual([1, orders])
    const ticket = { title: 'Printer', content: 'It smokes.', departmentId: sales }
    await expect(desk.helpdesk.ticket.create(jane, ticket)).rejects.toMatchObject({
      code: 'INVALID_DEPARTMENT',
    })
    await expect(remove()).rejects.toMatchObject({ code: 'INVALID_DEPARTMENT' })
    const [entry] = await desk.storage.logs.list({ offset: 0, limit: 1 })
    expect(entry).toMatchObject({ type: 'DELETE_DEPARTMENT', to: 'Sales', authorName: 'Ada Admin' })
  })

  test('goes on in the background', async () => {
    const numbers = await interrupted()
    const gone: number[] = []
    desk.helpdesk.on('department.deleted', ({ departmentId }) => gone.push(departmentId))
    await desk.helpdesk.removeExpired()
    expect([await countIn(sales), await countIn(orders)]).toEqual([0, 60])
    expect(await desk.storage.departments.hidden()).toBeUndefined()
    expect(gone).toEqual([sales])
    for (const number of numbers)
      expect(await desk.storage.tickets.detailsByNumber(number)).toMatchObject({
        owner: null,
        events: [{ type: 'ASSIGN' }, { type: 'UN_ASSIGN' }],
      })
  })

  test('goes on with the next deletion, also when that is of its target', async () => {
    await interrupted()
    await remove(orders, 1)
    expect(await countIn(1)).toBe(60)
    expect(await desk.storage.departments.all()).toHaveLength(1)
    expect(await desk.storage.departments.hidden()).toBeUndefined()
  })
})

test('while no department is hidden, the background opens no transaction for that', async () => {
  let transactions = 0
  const { transaction } = desk.storage
  const storage: Storage = {
    ...desk.storage,
    transaction: (work) => {
      transactions++
      return transaction(work)
    },
  }
  await new OpenSupports({ storage, clock: desk.clock }).removeExpired()
  expect(transactions).toBe(0)
})

test('two concurrent deletions of a department delete it once, and never both of a pair', async () => {
  const outcomes = await Promise.allSettled([remove(sales, orders), remove(orders, sales)])
  expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  expect(await desk.storage.departments.all()).toHaveLength(2)
})

test('a department that concurrently becomes the default one stays, or does not become it', async () => {
  const outcomes = await Promise.allSettled([
    desk.helpdesk.system.editSettings(desk.admin, { 'default-department-id': sales }),
    remove(sales, orders),
  ])
  expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
})
