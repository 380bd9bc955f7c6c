import type { Post, Session } from './client.test-support.js'
import { type ModelStaff, type ModelTicket, model } from './model.test-support.js'

export interface Member extends ModelStaff {
  readonly session: Session
}
export interface Customer {
  readonly id: number
  readonly session: Session
  readonly email: string
}

export interface WalkOptions {
  /** The number of tickets that are processed concurrently. Default 1. */
  readonly atOnce?: number
  /** Called before each action on a ticket. */
  readonly onTicket?: (index: number) => Promise<void>
}

const departmentOf = (index: number) => (index % 3) + 1
const subjects = ['Printer', 'Invoice', 'Parcel', 'Password', 'Zeppelin']

/**
 * Walks a day: every customer opens five tickets, and every possible action happens to some of them, chosen by the
 * index of the ticket. Returns the expected state.
 */
export async function walk(
  post: Post,
  staff: readonly Member[],
  customers: readonly Customer[],
  apiKey: string,
  { atOnce = 1, onTicket = async () => {} }: WalkOptions = {},
): Promise<ModelTicket[]> {
  const tickets: ModelTicket[] = []
  for (let index = 0; index < 100; index++) {
    const customer = customers[index % customers.length] as Customer
    const department = departmentOf(index)
    const title = `${subjects[index % subjects.length]} ${index}`
    const fields = {
      title,
      content: `About <b>${title}</b>, again`,
      departmentId: department,
      apiKey,
    }
    const { ticketNumber } = await post<{ ticketNumber: number }>('/ticket/create', fields, customer.session)
    tickets.push({
      number: String(ticketNumber),
      title,
      author: customer.id,
      department,
      owner: undefined,
      closed: false,
      unread: false,
      unreadStaff: true,
      comments: [],
      tags: [],
    })
  }
  const entries = tickets.entries()
  const liveOn = async () => {
    for (const [index, ticket] of entries) {
      await onTicket(index)
      await live(post, index, ticket, staff, customers[index % customers.length] as Customer)
    }
  }
  await Promise.all(Array.from({ length: atOnce }, liveOn))
  return tickets
}

/** Performs the actions on one ticket. */
async function live(
  post: Post,
  index: number,
  ticket: ModelTicket,
  staff: readonly Member[],
  customer: Customer,
) {
  const { number: ticketNumber } = ticket
  const servers = staff.filter(({ departments }) => departments.includes(ticket.department))
  const member = servers[index % servers.length] as Member
  if (index % 2 === 0) {
    await post('/staff/assign-ticket', { ticketNumber }, member.session)
    model.assign(ticket, member)
  }
  if (index % 3 === 0) {
    const content = `What we know of ${index}`
    await post('/ticket/comment', { ticketNumber, content, private: index % 2 }, member.session)
    model.commentByStaff(ticket, member, content, index % 2 === 1)
  }
  if (index % 4 === 0) {
    const content = index % 20 === 0 ? `A hippopotamus, ${index}` : `Any news on ${index}?`
    await post('/ticket/comment', { ticketNumber, content }, customer.session)
    model.commentByCustomer(ticket, content)
  }
  if (index % 5 === 0) {
    const name = index % 2 ? 'urgent' : 'known'
    await post('/ticket/add-tag', { ticketNumber, tagId: index % 2 ? 1 : 2 }, member.session)
    ticket.tags.push(name)
  }
  if (index % 6 === 0) {
    const target = departmentOf(index + 1)
    await post('/ticket/change-department', { ticketNumber, departmentId: target }, member.session)
    model.move(ticket, target, staff)
  }
  if (index % 7 === 0) {
    await post('/ticket/seen', { ticketNumber }, customer.session)
    model.seenByAuthor(ticket)
  }
  if (index % 8 === 0 && ticket.owner !== undefined) {
    const owner = staff.find(({ id }) => id === ticket.owner) as Member
    await post('/ticket/seen', { ticketNumber }, owner.session)
    model.seenByOwner(ticket)
  }
  if (index % 9 === 0) {
    const closer = staff.find(({ departments }) => departments.includes(ticket.department)) as Member
    await post('/ticket/close', { ticketNumber }, closer.session)
    model.close(ticket, closer)
  }
}
