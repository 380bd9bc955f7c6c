import type { StaffActor, Tx } from '../../call/index.js'
import type { StoredTicket } from '../../storage/index.js'
import { isAuthor } from './ticket-access.js'
import { recordEvent } from './ticket-events.js'

/** Removes the owner of a ticket, with an event. Returns false if the ticket has no owner or another one by now. */
export async function unAssign(tx: Tx<StaffActor>, ticket: StoredTicket): Promise<boolean> {
  const { owner } = ticket
  if (!owner) return false
  if (
    !(await tx.tickets.unAssign(ticket.id, owner.id, {
      unread: !isAuthor(tx.actor, ticket),
    }))
  )
    return false
  return recordEvent(tx, ticket.id, 'UN_ASSIGN', owner.name)
}
