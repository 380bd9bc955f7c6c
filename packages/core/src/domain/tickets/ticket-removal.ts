import type { AccountRef, Stores, TicketDetails } from '../../storage/index.js'

/** The number of tickets that one transaction removes. More would block other writers for too long. */
export const ticketsAtOnce = 25

const first = { order: [{ by: 'id' }], events: false, offset: 0, limit: ticketsAtOnce } as const

/** Returns the first tickets of an author, at most `ticketsAtOnce`, without their histories. */
export async function firstTicketsOf(
  stores: Pick<Stores, 'tickets'>,
  author: AccountRef,
): Promise<TicketDetails[]> {
  return (await stores.tickets.list({ ...first, filter: { authors: [author] } })).tickets
}

/** Returns the tickets with these numbers, at most `ticketsAtOnce`, without their histories. */
export async function ticketsWith(
  stores: Pick<Stores, 'tickets'>,
  numbers: readonly number[],
): Promise<TicketDetails[]> {
  return (await stores.tickets.list({ ...first, filter: { numbers } })).tickets
}

/** Returns whether a user has an open ticket outside these departments. */
export async function hasOpenTicketOutside(
  { tickets }: Pick<Stores, 'tickets'>,
  userId: number,
  departments: readonly number[],
): Promise<boolean> {
  const open = { authors: [{ kind: 'user', id: userId }], closed: false } as const
  const page = { order: [], events: false, offset: 0, limit: 1 }
  const found = await tickets.list({ ...page, filter: { ...open, outside: departments } })
  return found.tickets.length > 0
}
