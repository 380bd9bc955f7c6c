import type { StaffActor } from '../session.js'
import type { Storage, StoredTicket } from '../storage/index.js'
import type { Context } from './context.js'
import { isAuthor } from './ticket-access.js'
import { recordEvent } from './ticket-events.js'

/** Takes a ticket from its owner, with the event that tells of it; false when the owner is another one by now. */
export async function unAssign(
  tx: Storage,
  context: Pick<Context<StaffActor>, 'actor' | 'now'>,
  ticket: StoredTicket,
): Promise<boolean> {
  const { owner } = ticket
  if (!owner) return false
  if (
    !(await tx.tickets.unAssign(ticket.id, owner.id, {
      unread: !isAuthor(context.actor, ticket),
    }))
  )
    return false
  return recordEvent(tx, context, ticket.id, 'UN_ASSIGN', owner.name)
}
