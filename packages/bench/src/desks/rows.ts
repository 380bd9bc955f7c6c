import type { Row } from './engine.js'
import {
  authorsOf,
  departmentCount,
  factsOf,
  firstDepartmentStaff,
  longTicketEvents,
  staffCount,
  type TicketFacts,
  tagCount,
  text,
} from './facts.js'

/** Rows that a helpdesk has written: the others are copies of them, so that new columns have what it writes. */
export interface Templates {
  readonly user: Row
  readonly staff: Row
  readonly department: Row
  readonly tag: Row
  readonly ticket: Row
  readonly comment: Row
  readonly log: Row
}

/** Ids of the tickets that are not copies. */
export const firstCopy = 4
export const plainTicket = 1
export const longTicket = 2
export const changedTicket = 3

const range = function* (from: number, to: number): Generator<number> {
  for (let index = from; index <= to; index++) yield index
}

function* mapped(from: number, to: number, rowOf: (index: number) => Row): Generator<Row> {
  for (const index of range(from, to)) yield rowOf(index)
}

export const users = ({ user }: Templates, tickets: number): Iterable<Row> =>
  mapped(2, authorsOf(tickets), (id) => ({
    ...user,
    id,
    name: `Author ${id}`,
    email: `author${id}@bench.example`,
    tickets: 1,
  }))

export const departments = ({ department }: Templates): Iterable<Row> =>
  mapped(2, departmentCount, (id) => ({ ...department, id, name: `Department ${id}` }))

export const staff = ({ staff: template }: Templates): Iterable<Row> =>
  mapped(2, staffCount, (id) => ({
    ...template,
    id,
    name: `Staff ${id}`,
    email: `staff${id}@bench.example`,
    level: (id % 3) + 1,
    send_email_on_new_ticket: 0,
  }))

/** Each member serves one department, a few also the first, and the first member all. */
export function* memberships(): Generator<Row> {
  for (const department_id of range(2, departmentCount)) yield { department_id, staff_id: 1 }
  for (const staff_id of range(2, staffCount)) {
    const department_id = (staff_id % departmentCount) + 1
    yield { department_id, staff_id }
    if (staff_id <= firstDepartmentStaff && department_id !== 1) yield { department_id: 1, staff_id }
  }
}

export const tags = ({ tag }: Templates): Iterable<Row> =>
  mapped(2, tagCount, (id) => ({ ...tag, id, name: `tag ${id}` }))

const copies = function* (count: number): Generator<TicketFacts> {
  for (const id of range(firstCopy, count)) yield factsOf(id, count)
}

export function* tickets({ ticket }: Templates, count: number): Generator<Row> {
  for (const { id, number, date, closedAt, authorId, ownerId, departmentId } of copies(count))
    yield {
      ...ticket,
      id,
      title: text(id, 5),
      content: text(id, 40),
      ticket_number: number,
      author_id: authorId,
      owner_id: ownerId,
      department_id: departmentId,
      date,
      closed: closedAt === null ? 0 : 1,
      unread_staff: closedAt === null ? 1 : 0,
      first_closed_at: closedAt,
      last_closed_at: closedAt,
      total_owners: ownerId === null ? 0 : 1,
    }
}

export function* ticketAuthors(count: number): Generator<Row> {
  for (const { id, authorId } of copies(count)) yield { ticket_id: id, user_id: authorId }
}

export function* ticketOwners(count: number): Generator<Row> {
  for (const { id, ownerId } of copies(count))
    if (ownerId !== null) yield { ticket_id: id, staff_id: ownerId }
}

export function* ticketTags(count: number): Generator<Row> {
  for (const { id, tagId } of copies(count)) yield { tag_id: tagId, ticket_id: id }
}

export function* logs({ log }: Templates, count: number): Generator<Row> {
  const { id: _, ...template } = log
  for (const { number, date } of copies(count)) yield { ...template, to: String(number), date }
}

/** Author and owner write comments by turns. The long ticket has as many events as a thousand others. */
export function* comments({ comment }: Templates, count: number, events: number): Generator<Row> {
  const { id: _, ...template } = comment
  const each = Math.floor((events - longTicketEvents) / count)
  for (const { id, date, authorId, ownerId } of copies(count))
    for (let place = 0; place < each; place++)
      yield {
        ...template,
        ticket_id: id,
        date,
        author_user_id: place % 2 ? authorId : null,
        author_staff_id: place % 2 ? null : (ownerId ?? 1),
        content: text(id + place, 20),
      }
  for (let place = 0; place < longTicketEvents; place++)
    yield { ...template, ticket_id: longTicket, content: text(place, 20) }
  for (let place = 1; place < 10; place++)
    yield { ...template, ticket_id: plainTicket, content: text(place, 20) }
}
