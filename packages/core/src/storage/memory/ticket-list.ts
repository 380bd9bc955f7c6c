import type { TicketFilter, TicketOrder, TicketQuery } from '../index.js'
import { isSameAccount, type Tables, type TicketRow } from './tables.js'
import { contains, startsWith } from './text.js'

/** Where a text is found, best place first: number, start of the title, title, content, comment; undefined nowhere. */
function rankOf({ events }: Tables, ticket: TicketRow, text: string): number | undefined {
  if (String(ticket.ticketNumber).includes(text)) return 1
  if (startsWith(ticket.title, text)) return 2
  if (contains(ticket.title, text)) return 3
  if (contains(ticket.content, text)) return 4
  const inComment = events.find(
    ({ ticketId, type, content }) => ticketId === ticket.id && type === 'COMMENT' && contains(content, text),
  )
  return inComment && 5
}

function matches(tables: Tables, filter: TicketFilter, ticket: TicketRow): boolean {
  const { departmentId, author, ownerId } = ticket
  const inDepartment = (ids: readonly number[] | undefined) =>
    ids === undefined || (departmentId !== null && ids.includes(departmentId))
  const hasTag = (tagId: number) =>
    tables.ticketTags.find((row) => row.ticketId === ticket.id && row.tagId === tagId) !== undefined
  const isLinked = (staffId: number) =>
    tables.staffTickets.find((row) => row.ticketId === ticket.id && row.staffId === staffId) !== undefined
  const conditions: (boolean | undefined)[] = [
    filter.anyOf?.some(
      ({ departments, writtenByStaff }) =>
        inDepartment(departments) &&
        (writtenByStaff === undefined || isSameAccount(author, { kind: 'staff', id: writtenByStaff })),
    ),
    inDepartment(filter.departments),
    filter.linkedToStaff === undefined || isLinked(filter.linkedToStaff),
    filter.authors?.some((each) => isSameAccount(author, each)),
    filter.owners && ownerId !== null && filter.owners.includes(ownerId),
    filter.assigned === undefined || filter.assigned === (ownerId !== null),
    filter.closed === undefined || filter.closed === ticket.closed,
    filter.unreadStaff === undefined || filter.unreadStaff === ticket.unreadStaff,
    filter.tags?.some(hasTag),
    filter.dateRange && ticket.date >= filter.dateRange.from && ticket.date <= filter.dateRange.to,
    filter.titleContains === undefined || contains(ticket.title, filter.titleContains),
    filter.text === undefined || rankOf(tables, ticket, filter.text) !== undefined,
  ]
  return conditions.every((holds) => holds !== false)
}

function sortKey(tables: Tables, filter: TicketFilter, { by }: TicketOrder, ticket: TicketRow): number {
  switch (by) {
    case 'id':
      return ticket.id
    case 'date':
      return ticket.date.getTime()
    case 'closed':
      return Number(ticket.closed)
    case 'unreadStaff':
      return Number(ticket.unreadStaff)
    case 'owner':
      return ticket.ownerId ?? 0
    case 'titlePrefix':
      return filter.titleContains !== undefined && startsWith(ticket.title, filter.titleContains) ? 0 : 1
    case 'rank':
      return filter.text === undefined ? 0 : (rankOf(tables, ticket, filter.text) ?? 6)
  }
}

/** The rows of a page, and how many there are in all. */
export function listTickets(tables: Tables, { filter, order, offset, limit }: TicketQuery) {
  const keyed = tables.tickets
    .filter((ticket) => matches(tables, filter, ticket))
    .map((ticket) => ({ ticket, keys: order.map((each) => sortKey(tables, filter, each, ticket)) }))
  keyed.sort((a, b) => {
    for (const [index, { desc }] of order.entries()) {
      const difference = (a.keys[index] ?? 0) - (b.keys[index] ?? 0)
      if (difference !== 0) return desc ? -difference : difference
    }
    return a.ticket.id - b.ticket.id
  })
  return { rows: keyed.slice(offset, offset + limit).map(({ ticket }) => ticket), total: keyed.length }
}
