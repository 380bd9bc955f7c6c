import type { AccountRef, Stores, TicketDetails } from '../../storage/index.js'
import { type FileKeepers, removeTicketFiles } from '../files/index.js'

/** The number of tickets that one transaction removes. More would block other writers for too long. */
export const ticketsAtOnce = 50

const inFull = { order: [{ by: 'id' }], events: true, offset: 0, limit: ticketsAtOnce } as const

/** Returns the first tickets of an author, at most `ticketsAtOnce`. */
export async function firstTicketsOf(
  stores: Pick<Stores, 'tickets'>,
  author: AccountRef,
): Promise<TicketDetails[]> {
  return (await stores.tickets.list({ ...inFull, filter: { authors: [author] } })).tickets
}

/** Returns the tickets with these numbers, at most `ticketsAtOnce`. */
export async function ticketsWith(
  stores: Pick<Stores, 'tickets'>,
  numbers: readonly number[],
): Promise<TicketDetails[]> {
  return (await stores.tickets.list({ ...inFull, filter: { numbers } })).tickets
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

/** Removes the files of deleted tickets. */
export async function removeFilesOf(keepers: FileKeepers, tickets: readonly TicketDetails[]): Promise<void> {
  for (const ticket of tickets) {
    await removeTicketFiles(keepers, ticket.ticketNumber, [ticket, ...ticket.events])
  }
}
