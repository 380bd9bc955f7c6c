import type { SignedIn, Tx } from '../../call/index.js'
import type { StoredTicket } from '../../storage/index.js'
import { recordEvent } from './ticket-events.js'

/**
 * Reopens a ticket, with an event and a log entry. An open ticket gets both, too, and the unread flag.
 *
 * @param ticket as it is in this transaction
 * @returns false when the ticket is gone
 */
export async function reopenTicket(
  tx: Tx<SignedIn>,
  ticket: Pick<StoredTicket, 'id' | 'ticketNumber' | 'closed'>,
): Promise<boolean> {
  const updated = await tx.tickets.update(ticket.id, {
    closed: false,
    ...(ticket.closed ? { reopened: true } : {}),
    ...(tx.actor.kind === 'staff' ? { unread: true } : { unreadStaff: true }),
  })
  if (!updated) return false
  await recordEvent(tx, ticket.id, 'RE_OPEN')
  await tx.log('RE_OPEN', ticket.ticketNumber)
  return true
}
