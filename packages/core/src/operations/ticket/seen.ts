import { isAuthor, isOwner, managesOrNot } from '../../domain/tickets/index.js'
import { nothing, operation } from '../../operation/index.js'
import { ticket } from '../../params/index.js'

/** What `/ticket/seen` takes. */
export interface SeenTicketParams {
  readonly ticketNumber: number
}

/**
 * Marks a ticket as read for its author or its owner. Does nothing for others who may manage it.
 *
 * @throws INVALID_TICKET when no ticket has that number; NO_PERMISSION when the caller may not manage it.
 */
export const seen = operation<SeenTicketParams, null>()({
  path: '/ticket/seen',
  permission: 'user',
  ticketSession: true,
  params: { ticket: ticket('ticketNumber', 'INVALID_TICKET') },
  data: nothing,
  check: (actor, { ticket }) => managesOrNot(actor, ticket),
  async write(tx, { ticket }) {
    const { actor } = tx
    const byAuthor = isAuthor(actor, ticket) && ticket.unread
    const byStaff = isOwner(actor, ticket) && ticket.unreadStaff
    if (!byAuthor && !byStaff) return null
    await tx.tickets.update(ticket.id, {
      ...(byAuthor ? { unread: false } : {}),
      ...(byStaff ? { unreadStaff: false } : {}),
    })
    tx.emit('ticket.seen', { ticketNumber: ticket.ticketNumber, byAuthor, byStaff })
    return null
  },
})
