import type { Actor, Call } from '../../call/index.js'
import { fail } from '../../errors.js'
import type { ListedTicket, Ticket, TicketPage } from '../../model/index.js'
import { cursorText, isId, type ListCursor, type UpdatedSince, updatedSinceText } from '../../params/index.js'
import {
  decidingOrder,
  type StoredTicket,
  type TicketFilter,
  type TicketOrder,
  type TicketPlace,
} from '../../storage/index.js'
import { pageCount, pageOf } from '../helpdesk/index.js'
import { usualOrder } from './ticket-order.js'
import { updatesSince } from './ticket-updates.js'
import { listedTicketView, ticketView } from './ticket-view.js'

/** A list of tickets, and which of its pages to read. */
export interface TicketList {
  readonly filter: TicketFilter
  readonly order: readonly TicketOrder[]
  readonly page: number
  readonly pageSize: number
  /** Where the page begins, in place of `page`. */
  readonly cursor?: ListCursor | undefined
  /** Lists only what was changed after this. */
  readonly updatedSince?: UpdatedSince | undefined
}

type Reader = 'staff' | 'user'

/**
 * Returns a page of a list, as a reader sees it.
 *
 * @throws INVALID_CURSOR for the cursor of a list in another order; INVALID_UPDATED_SINCE with a cursor or a later page;
 *   EVENTS_GONE
 */
export async function ticketPage(
  call: Pick<Call, 'actor' | 'events' | 'storage' | 'tickets' | 'wire'>,
  reader: Reader,
  { filter: asked, order: askedOrder, page, pageSize, cursor, updatedSince }: TicketList,
): Promise<TicketPage> {
  const order = decidingOrder(askedOrder)
  if (cursor) checkCursor(cursor, order)
  if (updatedSince !== undefined && (cursor || page > 1)) fail('INVALID_UPDATED_SINCE')
  const updates =
    updatedSince === undefined
      ? undefined
      : await updatesSince(call, updatedSince, { limit: pageSize, seesPrivate: reader === 'staff' })
  const allowed = withinToken(call.actor, asked)
  const filter = updates ? { ...allowed, numbers: updates.numbers } : allowed
  const offset = cursor ? (cursor.offset ?? 0) : pageOf(page, pageSize).offset
  const { tickets, total, totalIsExact, hasMore } = await call.tickets.list({
    filter,
    order,
    events: false,
    // Clients of 4.11 get histories instead.
    ...(call.wire === '4.11' ? {} : { comments: reader === 'staff' ? 'all' : 'public' }),
    offset,
    limit: pageSize,
    after: cursor?.after,
  })
  const last = hasMore ? tickets.at(-1) : undefined
  return {
    tickets: tickets.map((ticket) => listedTicketView(ticket, reader)),
    page,
    pages: pageCount(total, pageSize),
    total,
    totalIsExact,
    cursor: last ? cursorText(cursorBehind(last, order, offset + tickets.length)) : null,
    updatedSince: updates ? updatedSinceText(updates.position) : null,
  }
}

/** Returns a filter that leaves only the departments of the caller's access token, if it has some. */
function withinToken(actor: Actor, filter: TicketFilter): TicketFilter {
  const allowed = actor.kind === 'staff' ? actor.token?.departments : undefined
  if (!allowed) return filter
  const allowedOf = (departments: readonly number[] | undefined) =>
    departments?.filter((id) => allowed.includes(id)) ?? allowed
  const { anyOf, departments } = filter
  if (!anyOf) return { ...filter, departments: allowedOf(departments) }
  return { ...filter, anyOf: anyOf.map((scope) => ({ ...scope, departments: allowedOf(scope.departments) })) }
}

const nameOf = (order: readonly TicketOrder[]) => order.map(({ by, desc }) => (desc ? `-${by}` : by)).join()

/** The orders whose indexes can be entered anywhere. Lists in other orders go on behind a number of tickets. */
const isEnterable = (order: readonly TicketOrder[]) =>
  ['id', '-id', '-unreadStaff,id', nameOf(usualOrder)].includes(nameOf(order)) || order[0]?.by === 'date'

function cursorBehind(ticket: StoredTicket, order: readonly TicketOrder[], offset: number): ListCursor {
  const name = nameOf(order)
  if (!isEnterable(order)) return { order: name, offset }
  return { order: name, after: order.map(({ by }) => placeValues[by](ticket)) }
}

type PlaceValue = (ticket: StoredTicket) => number | null

/** Lists by these keys have no places. */
const never: PlaceValue = () => null

const placeValues: Record<TicketOrder['by'], PlaceValue> = {
  id: ({ id }) => id,
  date: ({ date }) => date.getTime(),
  closed: ({ closed }) => Number(closed),
  unreadStaff: ({ unreadStaff }) => Number(unreadStaff),
  owner: ({ owner }) => owner?.id ?? null,
  titlePrefix: never,
  rank: never,
}

function checkCursor({ order: name, after, offset }: ListCursor, order: readonly TicketOrder[]): void {
  const fits = isEnterable(order) ? offset === undefined && isPlace(after, order) : after === undefined
  if (name !== nameOf(order) || !fits) fail('INVALID_CURSOR')
}

const isPlace = (place: TicketPlace | undefined, order: readonly TicketOrder[]): boolean =>
  place?.length === order.length &&
  order.every(({ by }, index) => {
    const value = place[index] ?? null
    if (by === 'owner' && value === null) return true
    if (value === null) return false
    if (by === 'id' || by === 'owner') return isId(value)
    return by === 'date' ? !Number.isNaN(new Date(value).getTime()) : value === 0 || value === 1
  })

/** Returns the tickets of a page as 4.11 lists them: without their history. */
export const legacyTickets = (tickets: readonly ListedTicket[]): object[] =>
  tickets.map(({ commentCount, lastComment, ...head }) => ({ ...head, events: [] }))

/** Returns the tickets of a page with their whole history and content, as some lists of 4.11 show them. */
export async function legacyTicketsInFull(
  call: Pick<Call, 'tickets'>,
  reader: Reader,
  tickets: readonly ListedTicket[],
): Promise<Ticket[]> {
  const numbers = tickets.map(({ ticketNumber }) => ticketNumber)
  if (numbers.length === 0) return []
  const page = { offset: 0, limit: numbers.length }
  const found = await call.tickets.list({ filter: { numbers }, order: [], events: true, ...page })
  const byNumber = new Map(found.tickets.map((ticket) => [ticket.ticketNumber, ticket]))
  return numbers.flatMap((number) => {
    const ticket = byNumber.get(number)
    return ticket ? ticketView(ticket, reader) : []
  })
}
