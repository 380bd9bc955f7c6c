import type { Actor, Reader } from '../../call/index.js'
import { fail } from '../../errors.js'
import type { StoredTicket, Stores } from '../../storage/index.js'

type TicketRef = Pick<StoredTicket, 'ticketNumber' | 'author' | 'owner' | 'department'>

/** Whether the actor wrote the ticket; in a ticket session, whether it is that one. */
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

/** Whether the actor is the staff member who has taken the ticket. */
export const isOwner = (actor: Actor, { owner }: Pick<StoredTicket, 'owner'>): boolean =>
  actor.kind === 'staff' && owner?.id === actor.id

/**
 * Who may manage a ticket: its author; who supervises its author; a ticket session for that ticket; staff of any level
 * who serve its department. A staff level gives nothing by itself, and neither does owning the ticket.
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
