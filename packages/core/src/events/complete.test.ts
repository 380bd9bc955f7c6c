import { expect, test } from 'vitest'
import { memoryStorage } from '../storage/memory/index.js'
import { createTestHelpdesk, type TestHelpdesk, testPassword } from '../testing/index.js'

/** Runs `work`, and returns the events that it stored. */
async function eventsDuring({ storage }: TestHelpdesk, work: () => Promise<unknown>) {
  await storage.events.position(1000)
  const before = (await storage.events.range())?.last ?? 0
  await work()
  await storage.events.position(1000)
  const events = await storage.events.after(before, 1000)
  return events.map(({ name, by, payload }) => ({ name, by, ...JSON.parse(payload) }))
}

test('the installation and an added admin emit events', async () => {
  const desk = await createTestHelpdesk({ storage: memoryStorage(), install: false })
  const admin = { name: 'Ada', email: 'ada@example.com', password: testPassword }
  const other = { name: 'Ben', email: 'ben@example.com', password: testPassword }
  const events = await eventsDuring(desk, async () => {
    await desk.helpdesk.install({ admin })
    await desk.helpdesk.install({ admin })
    await desk.helpdesk.addAdmin(other)
  })
  expect(events).toEqual([
    { name: 'staff.created', by: null, staffId: 1 },
    { name: 'helpdesk.installed', by: null },
    { name: 'staff.created', by: null, staffId: 2 },
  ])
})

test('an edit that changes nothing emits nothing', async () => {
  const desk = await createTestHelpdesk()
  const { admin, helpdesk } = desk
  const { system, staff, user, article } = helpdesk
  const jane = await desk.user()
  const password = testPassword
  const { topicId } = await article.addTopic(admin, { name: 'First steps', private: false })
  const { articleId } = await article.add(admin, { topicId, title: 'One', content: 'Begin.' })
  const events = await eventsDuring(desk, async () => {
    await system.enableRegistration(admin, { password })
    await system.enableMandatoryLogin(admin, { password })
    await system.editSettings(admin, { title: 'Support Center' })
    await system.editDepartment(admin, { departmentId: 1, name: 'Help and Support' })
    await staff.edit(admin, { staffId: admin.id, departments: [1] })
    await user.editSupervisedList(admin, { userId: jane.id, userIdList: [] })
    await user.editCustomFields(jane, {})
    await article.editTopic(admin, { topicId, name: 'First steps' })
    await article.edit(admin, { articleId, title: 'One' })
  })
  expect(events).toEqual([])
})

test('deleting all users emits an event for each ticket and each account', async () => {
  const desk = await createTestHelpdesk()
  const { admin, helpdesk } = desk
  const [jane, jim] = [await desk.user(), await desk.user()]
  const ofJane = await desk.ticket({ author: jane })
  const ofStaff = await desk.ticket({ author: admin })
  const events = await eventsDuring(desk, () =>
    helpdesk.system.deleteAllUsers(admin, { password: testPassword }),
  )
  const by = { kind: 'staff', id: admin.id }
  expect(events).toEqual([
    { name: 'ticket.deleted', by, ticketNumber: ofJane },
    { name: 'ticket.deleted', by, ticketNumber: ofStaff },
    { name: 'user.deleted', by, userId: jane.id },
    { name: 'user.deleted', by, userId: jim.id },
    { name: 'users.deleted', by },
  ])
})

test('a ticket session acts in the name of the account that wrote the ticket', async () => {
  const desk = await createTestHelpdesk({ settings: { 'mandatory-login': '0' } })
  const author = { name: 'Gus', email: 'gus@customer.example' }
  const { ticketNumber } = await desk.helpdesk.ticket.create(
    {},
    { ...author, title: 'Printer', content: 'It smokes.', departmentId: 1 },
  )
  const { token, userId } = await desk.helpdesk.ticket.check({}, { ticketNumber, email: author.email })
  const events = await eventsDuring(desk, () =>
    desk.helpdesk.ticket.comment({ token, userId }, { ticketNumber, content: 'Still.' }),
  )
  expect(events).toMatchObject([{ name: 'ticket.commented', by: { kind: 'user', id: userId } }])
})

test('a deleted department removes owners who do not serve the other from its tickets, with an event each', async () => {
  const desk = await createTestHelpdesk()
  const { admin, helpdesk } = desk
  const sales = await desk.department()
  const owner = await desk.staff({ departments: [sales] })
  const both = await desk.staff({ departments: [1, sales] })
  const [first, second, third] = [
    await desk.ticket({ author: admin, departmentId: sales }),
    await desk.ticket({ author: admin, departmentId: sales }),
    await desk.ticket({ author: admin, departmentId: sales }),
  ]
  await helpdesk.staff.assignTicket(owner, { ticketNumber: first })
  await helpdesk.staff.assignTicket(both, { ticketNumber: second })
  await helpdesk.staff.assignTicket(owner, { ticketNumber: third })
  const events = await eventsDuring(desk, () =>
    helpdesk.system.deleteDepartment(admin, { departmentId: sales, transferDepartmentId: 1 }),
  )
  const by = { kind: 'staff', id: admin.id }
  expect(events).toEqual([
    { name: 'ticket.unassigned', by, ticketNumber: first, staffId: owner.id },
    { name: 'ticket.unassigned', by, ticketNumber: third, staffId: owner.id },
    { name: 'department.deleted', by, departmentId: sales, movedToDepartmentId: 1 },
  ])
})
