import type { Storage, TicketDetails } from '../storage/index.js'
import type { Context } from './context.js'
import { everything } from './paging.js'
import { removeTicketFiles } from './ticket-files.js'

/** Every ticket that a user has written. */
export async function ticketsOf(storage: Storage, userId: number): Promise<TicketDetails[]> {
  const { tickets } = await storage.tickets.list({
    filter: { authors: [{ kind: 'user', id: userId }] },
    order: [{ by: 'id' }],
    events: true,
    ...everything,
  })
  return tickets
}

/** Removes the files of tickets that are gone. */
export async function removeFilesOf(
  context: Pick<Context, 'storage' | 'files' | 'log'>,
  tickets: readonly TicketDetails[],
): Promise<void> {
  for (const ticket of tickets) {
    await removeTicketFiles(context, ticket.ticketNumber, [ticket, ...ticket.events])
  }
}
