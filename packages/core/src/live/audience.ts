import type { Actor } from '../call/index.js'
import { canManage } from '../domain/tickets/index.js'
import type { EventName, NumberedEvent } from '../events/index.js'
import type { StoredTicket, Stores } from '../storage/index.js'

/**
 * Who may see an event on a stream: those who may manage its ticket; or staff from a level on, and the user whom the
 * event is about.
 */
const audiences: Readonly<Record<EventName, 'ticket' | 1 | 3>> = {
  'ticket.created': 'ticket',
  'ticket.commented': 'ticket',
  'ticket.commentEdited': 'ticket',
  'ticket.edited': 'ticket',
  'ticket.assigned': 'ticket',
  'ticket.unassigned': 'ticket',
  'ticket.closed': 'ticket',
  'ticket.reopened': 'ticket',
  'ticket.departmentChanged': 'ticket',
  'ticket.tagged': 'ticket',
  'ticket.untagged': 'ticket',
  'ticket.seen': 'ticket',
  'ticket.proved': 'ticket',
  'ticket.deleted': 'ticket',
  'user.created': 1,
  'user.edited': 1,
  'user.verified': 1,
  'user.enabled': 1,
  'user.disabled': 1,
  'user.deleted': 1,
  'users.deleted': 1,
  'ban.added': 1,
  'ban.removed': 1,
  'staff.created': 1,
  'staff.edited': 1,
  'staff.deleted': 1,
  'department.created': 1,
  'department.edited': 1,
  'department.deleted': 1,
  'tag.created': 1,
  'tag.edited': 1,
  'tag.deleted': 1,
  'customResponse.created': 1,
  'customResponse.edited': 1,
  'customResponse.deleted': 1,
  'customField.created': 1,
  'customField.deleted': 1,
  'topic.created': 1,
  'topic.edited': 1,
  'topic.deleted': 1,
  'article.created': 1,
  'article.edited': 1,
  'article.deleted': 1,
  'helpdesk.installed': 1,
  'settings.edited': 1,
  'mailTemplate.edited': 3,
  'mailTemplate.recovered': 3,
  'apiKey.created': 3,
  'apiKey.deleted': 3,
  'token.created': 3,
  'token.revoked': 3,
  'mail.retried': 3,
  'mail.discarded': 3,
}

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
