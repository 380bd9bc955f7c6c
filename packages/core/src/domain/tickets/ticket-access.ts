import { type Actor, knowingSupervised, tokenAllows } from '../../call/index.js'
import type { ErrorCode } from '../../errors.js'
import type { AccountRef, StoredTicket, Stores } from '../../storage/index.js'

interface TicketRef {
  readonly ticketNumber: number
  readonly author: AccountRef | null
  readonly department: { readonly id: number } | null
}

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
 * for it, or as staff who serve its department. An access token that is limited to departments must allow the ticket's
 * department as well. Neither a staff level nor owning the ticket is enough.
 *
 * For supervisors, pass an actor from `knowingSupervised`. The actors of `check`, `read` and `write` are such actors for
 * the tickets in the parameters.
 */
export function manages(actor: Actor, ticket: TicketRef): boolean {
  if (!tokenAllows(actor, ticket.department?.id ?? null)) return false
  if (isAuthor(actor, ticket)) return true
  switch (actor.kind) {
    case 'staff':
      return ticket.department !== null && actor.departmentIds.includes(ticket.department.id)
    case 'user':
      return ticket.author?.kind === 'user' && actor.supervises?.includes(ticket.author.id) === true
    default:
      return false
  }
}

/** Returns NO_PERMISSION unless the actor may manage the ticket. Undefined if the ticket is not known. */
export const managesOrNot = (actor: Actor, ticket: TicketRef | undefined): ErrorCode | undefined =>
  ticket === undefined || manages(actor, ticket) ? undefined : 'NO_PERMISSION'

/** Like `manages`, for a ticket that the parameters do not name. */
export const canManage = async (
  actor: Actor,
  ticket: TicketRef,
  stores: Pick<Stores, 'users'>,
): Promise<boolean> => manages(await knowingSupervised(actor, [ticket.author], stores), ticket)
