import {
  decidingOrder,
  type TicketFilter,
  type TicketOrder,
  type TicketQuery,
  type TicketScope,
} from '../index.js'
import { isSameAccount, type Tables, type TicketRow } from './tables.js'
import { finder, toMinute } from './text.js'

/** Returns whether a staff member owns or wrote the ticket. */
export const isLinked = (ticket: TicketRow | undefined, staffId: number) =>
  ticket?.ownerId === staffId || isSameAccount(ticket?.author ?? null, { kind: 'staff', id: staffId })

type Condition = (ticket: TicketRow) => boolean

function scopeCondition({ departments, writtenByStaff }: TicketScope): Condition {
  const author = writtenByStaff === undefined ? undefined : ({ kind: 'staff', id: writtenByStaff } as const)
  return (ticket) =>
    (!departments || (ticket.departmentId !== null && departments.includes(ticket.departmentId))) &&
    (!author || isSameAccount(ticket.author, author))
}

/** Returns the predicates of the filter, expensive ones last. */
function conditions({ by }: Tables, filter: TicketFilter, rank: (ticket: TicketRow) => number): Condition[] {
  const { anyOf, departments, outside, linkedToStaff, authors, owners, assigned, closed, unreadStaff } =
    filter
  const { unproved, numbers, tags, dateRange, titleContains, text } = filter
  const scopes = anyOf?.map(scopeCondition)
  const title = titleContains === undefined ? undefined : finder(titleContains)
  const range = dateRange && { from: toMinute(dateRange.from), to: toMinute(dateRange.to) }
  const asked: (Condition | false | undefined)[] = [
    scopes && ((ticket) => scopes.some((holds) => holds(ticket))),
    departments && scopeCondition({ departments }),
    outside && (({ departmentId }) => departmentId === null || !outside.includes(departmentId)),
    linkedToStaff !== undefined && ((ticket) => isLinked(ticket, linkedToStaff)),
    authors && (({ author }) => authors.some((each) => isSameAccount(author, each))),
    owners && (({ ownerId }) => ownerId !== null && owners.includes(ownerId)),
    assigned !== undefined && (({ ownerId }) => assigned === (ownerId !== null)),
    closed !== undefined && ((ticket) => ticket.closed === closed),
    unreadStaff !== undefined && ((ticket) => ticket.unreadStaff === unreadStaff),
    numbers && (({ ticketNumber }) => numbers.includes(ticketNumber)),
    unproved !== undefined && ((ticket) => ticket.unproved === unproved),
    range && (({ date }) => date >= range.from && date <= range.to),
    tags && (({ id }) => by.tagTicket(id).some(({ tagId }) => tags.includes(tagId))),
    title && ((ticket) => title.isIn(ticket.title)),
    text !== undefined && ((ticket) => rank(ticket) <= lowestRank),
  ]
  return asked.filter((condition) => typeof condition === 'function')
}

/** The rank of a ticket that has the text only in a comment. */
const lowestRank = 5

/**
 * Returns the rank of the best match, best first: number, start of the title, title, content, comment; else no match.
 */
function rankBy({ by }: Tables, text: string): (ticket: TicketRow) => number {
  const { isIn, starts } = finder(text)
  return ({ id, ticketNumber, title, content }) => {
    if (isIn(String(ticketNumber))) return 1
    if (starts(title)) return 2
    if (isIn(title)) return 3
    if (isIn(content)) return 4
    const inComment = by.eventTicket(id).some((event) => event.type === 'COMMENT' && isIn(event.content))
    return inComment ? lowestRank : lowestRank + 1
  }
}

/** Compares two tickets by their keys. */
function compared(some: readonly number[], others: readonly number[]): number {
  for (const [index, key] of some.entries()) {
    const difference = key - (others[index] ?? 0)
    if (difference !== 0) return difference
  }
  return 0
}

function sortKeys(
  order: readonly TicketOrder[],
  filter: TicketFilter,
  rank: (ticket: TicketRow) => number,
): ((ticket: TicketRow) => number)[] {
  const title = finder(filter.titleContains ?? '')
  const keys: Record<TicketOrder['by'], (ticket: TicketRow) => number> = {
    id: ({ id }) => id,
    date: ({ date }) => date.getTime(),
    closed: ({ closed }) => Number(closed),
    unreadStaff: ({ unreadStaff }) => Number(unreadStaff),
    owner: ({ ownerId }) => ownerId ?? 0,
    titlePrefix: (ticket) => (title.starts(ticket.title) ? 0 : 1),
    rank,
  }
  return order.map(
    ({ by, desc }) =>
      (ticket) =>
        desc ? -keys[by](ticket) : keys[by](ticket),
  )
}

/** Returns the matching rows by id. */
export function matchingTickets(tables: Tables, filter: Omit<TicketFilter, 'text'>): TicketRow[] {
  const asked = conditions(tables, filter, () => 0)
  return tables.tickets.filter((ticket) => asked.every((holds) => holds(ticket)))
}

/** Returns the rows of a page, the number of all matches, and whether rows follow the page. */
export function listTickets(tables: Tables, query: TicketQuery) {
  const { filter, offset, limit, after } = query
  const order = decidingOrder(query.order)
  const rank = rankBy(tables, filter.text ?? '')
  const asked = conditions(tables, filter, rank)
  const keys = sortKeys(order, filter, rank)
  const found = tables.tickets
    .filter((ticket) => asked.every((holds) => holds(ticket)))
    .map((ticket) => ({ ticket, keys: keys.map((key) => key(ticket)) }))
  found.sort((a, b) => compared(a.keys, b.keys))
  const place = after?.map((value, index) => (order[index]?.desc ? -(value ?? 0) : (value ?? 0)))
  const behind = place ? found.filter((each) => compared(each.keys, place) > 0) : found
  return {
    rows: behind.slice(offset, offset + limit).map(({ ticket }) => ticket),
    total: found.length,
    hasMore: behind.length > offset + limit,
  }
}
