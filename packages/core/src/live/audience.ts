import type { Actor } from '../call/index.js'
import { canManage } from '../domain/tickets/index.js'
import { audiences, type EventName, type NumberedEvent } from '../events/index.js'
import type { StoredTicket, Stores } from '../storage/index.js'

/** What deciding about an event reads. */
export interface Sight {
  readonly users: Stores['users']
  ticket(ticketNumber: number): Promise<StoredTicket | undefined>
}

/** Returns whether the actor may see the event now. */
export async function maySee(actor: Actor, event: NumberedEvent, sight: Sight): Promise<boolean> {
  // An event of a newer version is in the log, but not in the list.
  const audience: (typeof audiences)[EventName] | undefined = audiences[event.name]
  if (audience === undefined) return false
  if (audience === 'ticket') return 'ticketNumber' in event && maySeeTicketEvent(actor, event, sight)
  if (actor.kind === 'staff') return actor.level >= audience
  return actor.kind === 'user' && 'userId' in event && event.userId === actor.id
}

type TicketEvent = Extract<NumberedEvent, { readonly ticketNumber: number }>

async function maySeeTicketEvent(actor: Actor, event: TicketEvent, sight: Sight): Promise<boolean> {
  const isStaff = actor.kind === 'staff'
  // Only staff see private comments and what staff have read.
  if (!isStaff && 'private' in event && event.private) return false
  if (!isStaff && event.name === 'ticket.seen' && !event.byAuthor) return false
  const { ticketNumber } = event
  // A ticket session holds for one ticket.
  if (actor.kind === 'ticket' && actor.ticketNumber !== ticketNumber) return false
  if (event.name === 'ticket.deleted') return maySeeDeleted(actor, event, sight)
  const ticket = await sight.ticket(ticketNumber)
  if (!ticket) return false
  if (await canManage(actor, ticket, sight)) return true
  // Staff whom the ticket leaves have to know that it is gone.
  return isStaff && event.name === 'ticket.departmentChanged' && servesAny(actor.departmentIds, event)
}

const servesAny = (
  served: readonly number[],
  event: Extract<TicketEvent, { readonly name: 'ticket.departmentChanged' }>,
) => [event.departmentId, event.fromDepartmentId].some((id) => id !== null && served.includes(id))

async function maySeeDeleted(
  actor: Actor,
  event: Extract<TicketEvent, { readonly name: 'ticket.deleted' }>,
  sight: Sight,
): Promise<boolean> {
  const { ticketNumber, author, departmentId } = event
  // Written when all tickets were deleted.
  if (author === undefined || departmentId === undefined) return actor.kind === 'staff'
  const department = departmentId === null ? null : { id: departmentId }
  return canManage(actor, { ticketNumber, author, department }, sight)
}
