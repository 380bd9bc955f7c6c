import { expect, test } from 'vitest'
import type { EventName, HelpdeskEvents } from '../index.js'
import { createTestHelpdesk, type TestHelpdesk } from '../testing/index.js'

const names = [
  'ticket.created',
  'ticket.commented',
  'ticket.assigned',
  'ticket.unassigned',
  'ticket.closed',
  'ticket.reopened',
  'ticket.departmentChanged',
  'ticket.deleted',
] as EventName[]

/** Records every ticket event. */
function listen({ helpdesk }: TestHelpdesk) {
  const heard: [EventName, HelpdeskEvents[EventName]][] = []
  for (const name of names)
    helpdesk.on(name, ({ name: told, by, at, ...payload }) => heard.push([told, payload as never]))
  return heard
}

test('every step in the life of a ticket emits one event', async () => {
  const desk = await createTestHelpdesk()
  const jane = await desk.user()
  const olga = await desk.staff()
  const sales = await desk.department()
  const heard = listen(desk)
  const { ticket, staff } = desk.helpdesk
  const ticketNumber = await desk.ticket({ author: jane })
  await ticket.comment(jane, { ticketNumber, content: 'Hello', private: true })
  await ticket.comment(desk.admin, { ticketNumber, content: 'Careful', private: true })
  await staff.assignTicket(desk.admin, { ticketNumber, staffId: olga.id })
  await staff.unAssignTicket(desk.admin, { ticketNumber })
  await ticket.close(jane, { ticketNumber })
  await ticket.close(jane, { ticketNumber })
  await ticket.reOpen(jane, { ticketNumber })
  await staff.assignTicket(olga, { ticketNumber })
  await ticket.seen(olga, { ticketNumber })
  await ticket.changeDepartment(olga, { ticketNumber, departmentId: sales })
  await ticket.delete(jane, { ticketNumber })
  expect(heard).toEqual([
    ['ticket.created', { ticketNumber, departmentId: 1 }],
    ['ticket.commented', { ticketNumber, commentId: 1, private: false, byStaff: false }],
    ['ticket.commented', { ticketNumber, commentId: 2, private: true, byStaff: true }],
    ['ticket.assigned', { ticketNumber, staffId: olga.id }],
    ['ticket.unassigned', { ticketNumber, staffId: olga.id }],
    ['ticket.closed', { ticketNumber }],
    ['ticket.reopened', { ticketNumber }],
    ['ticket.assigned', { ticketNumber, staffId: olga.id }],
    ['ticket.unassigned', { ticketNumber, staffId: olga.id }],
    ['ticket.departmentChanged', { ticketNumber, departmentId: sales, fromDepartmentId: 1 }],
    ['ticket.deleted', { ticketNumber, departmentId: sales, author: { kind: 'user', id: jane.id } }],
  ])
})

test('a refused call emits no event', async () => {
  const desk = await createTestHelpdesk()
  const ticketNumber = await desk.ticket({ author: desk.admin })
  const stranger = await desk.user()
  const heard = listen(desk)
  const { ticket, staff } = desk.helpdesk
  const departmentId = 1
  const calls = [
    ticket.create({}, { title: 'A', content: 'B' }),
    ticket.comment(stranger, { ticketNumber, content: 'Hello' }),
    ticket.close(stranger, { ticketNumber }),
    ticket.reOpen(stranger, { ticketNumber }),
    ticket.delete(stranger, { ticketNumber }),
    ticket.changeDepartment(desk.admin, { ticketNumber, departmentId }),
    staff.assignTicket(stranger, { ticketNumber }),
    staff.unAssignTicket(desk.admin, { ticketNumber }),
  ]
  const results = await Promise.allSettled(calls)
  expect(results.map(({ status }) => status)).toEqual(calls.map(() => 'rejected'))
  expect(heard).toEqual([])
})

test('listeners find the change stored', async () => {
  const desk = await createTestHelpdesk()
  const jane = await desk.user()
  const found: unknown[] = []
  const find = async ({ ticketNumber }: { ticketNumber: number }) =>
    found.push(await desk.storage.tickets.detailsByNumber(ticketNumber))
  const { ticket } = desk.helpdesk
  const told = (name: 'ticket.created' | 'ticket.commented' | 'ticket.closed' | 'ticket.deleted') =>
    new Promise((resolve) => desk.helpdesk.on(name, async (event) => resolve(await find(event))))
  const all = Promise.all(
    (['ticket.created', 'ticket.commented', 'ticket.closed', 'ticket.deleted'] as const).map(told),
  )
  const ticketNumber = await desk.ticket({ author: jane })
  await ticket.comment(jane, { ticketNumber, content: 'Hello' })
  await ticket.close(jane, { ticketNumber })
  await ticket.delete(jane, { ticketNumber })
  await all
  expect(found).toMatchObject([
    { ticketNumber },
    { events: [{ type: 'COMMENT' }] },
    { closed: true },
    undefined,
  ])
})

test('a listener that throws stops no operation', async () => {
  const log = { info: () => {}, warn: () => {}, error: () => {} }
  const desk = await createTestHelpdesk({ log })
  for (const name of names) {
    desk.helpdesk.on(name, () => {
      throw new Error('oops')
    })
  }
  const ticketNumber = await desk.ticket({ author: desk.admin })
  const { ticket, staff } = desk.helpdesk
  await ticket.comment(desk.admin, { ticketNumber, content: 'Hello' })
  await staff.assignTicket(desk.admin, { ticketNumber })
  await staff.unAssignTicket(desk.admin, { ticketNumber })
  await ticket.close(desk.admin, { ticketNumber })
  await ticket.reOpen(desk.admin, { ticketNumber })
  await ticket.changeDepartment(desk.admin, { ticketNumber, departmentId: await desk.department() })
  await ticket.delete(desk.admin, { ticketNumber })
  expect(await desk.storage.tickets.byNumber(ticketNumber)).toBeUndefined()
})
