import type { StaffActor } from '../session.js'
import type { Storage, StoredTicket } from '../storage/index.js'
import type { Context } from './context.js'
import { isAuthor } from './ticket-access.js'

/** Takes a ticket from its owner, with the event that tells of it; false when the owner is another one by now. */
export async function unAssign(
  tx: Storage,
  { actor, now }: Pick<Context<StaffActor>, 'actor' | 'now'>,
  ticket: StoredTicket,
): Promise<boolean> {
  const { owner } = ticket
  if (!owner) return false
  if (
    !(await tx.tickets.unAssign(ticket.id, owner.id, {
      unread: !isAuthor(actor, ticket),
    }))
  )
    return false
  await tx.tickets.addEvent(ticket.id, {
    type: 'UN_ASSIGN',
    content: owner.name,
    author: { kind: 'staff', id: actor.id },
    ...{ date: now, file: null, private: null },
  })
  return true
}
