import type { Actor, Reader } from '../../call/index.js'
import { fail } from '../../errors.js'
import type { StoredTicket, Stores } from '../../storage/index.js'

type TicketRef = Pick<StoredTicket, 'ticketNumber' | 'author' | 'owner' | 'department'>

/** Returns whether the actor wrote the ticket; for a ticket session, whether it belongs to this ticket. */
export function isAuthor(actor: Actor, { author, ticketNumber }: TicketRef): boolean {
  switch (actor.kind) {
    case 'anonymous':
      return false
    case 'ticket':
      return actor.ticketNumber === ticketNumber && author?.kind === 'user' && author.id === actor.id
    default:
      return author?.kind === actor.kind && author.id === actor.id
  }
}

/** Returns whether the actor owns the ticket. */
export const isOwner = (actor: Actor, { owner }: Pick<StoredTicket, 'owner'>): boolean =>
  actor.kind === 'staff' && owner?.id === actor.id

/**
 * Returns whether the actor may manage a ticket: as its author, as a supervisor of its author, with a ticket session
 * for it, or as staff who serve its department. Neither a staff level nor owning the ticket is enough.
 */
export async function canManage(
  actor: Actor,
  ticket: TicketRef,
  { users }: Pick<Stores, 'users'>,
): Promise<boolean> {
  if (isAuthor(actor, ticket)) return true
  switch (actor.kind) {
    case 'staff':
      return ticket.department !== null && actor.departmentIds.includes(ticket.department.id)
    case 'user':
      return ticket.author?.kind === 'user' && (await users.supervises(actor.id, ticket.author.id))
    default:
      return false
  }
}

/** Throws NO_PERMISSION unless the actor may manage the ticket. */
export async function checkCanManage(
  { actor, users }: Pick<Reader, 'actor' | 'users'>,
  ticket: TicketRef,
): Promise<void> {
  if (!(await canManage(actor, ticket, { users }))) fail('NO_PERMISSION')
}
