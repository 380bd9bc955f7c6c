import type { Stores, TicketDetails } from '../../storage/index.js'
import { type FileKeepers, removeTicketFiles } from '../files/index.js'

/** As many tickets are removed in a transaction: more would stop everybody else for too long. */
export const ticketsAtOnce = 50

/** The first tickets that a user has written, at most `ticketsAtOnce`. */
export async function firstTicketsOf(
  stores: Pick<Stores, 'tickets'>,
  userId: number,
): Promise<TicketDetails[]> {
  const { tickets } = await stores.tickets.list({
    filter: { authors: [{ kind: 'user', id: userId }] },
    order: [{ by: 'id' }],
    events: true,
    offset: 0,
    limit: ticketsAtOnce,
  })
  return tickets
}

/** Whether a user has an open ticket outside these departments. */
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

/** Removes the files of tickets that are gone. */
export async function removeFilesOf(keepers: FileKeepers, tickets: readonly TicketDetails[]): Promise<void> {
  for (const ticket of tickets) {
    await removeTicketFiles(keepers, ticket.ticketNumber, [ticket, ...ticket.events])
  }
}
