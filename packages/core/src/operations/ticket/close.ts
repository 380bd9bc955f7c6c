import { isAuthor, isOwner, mailTicketAuthor, managesOrNot, recordEvent } from '../../domain/tickets/index.js'
import { nothing, operation } from '../../operation/index.js'
import { ticket } from '../../params/index.js'

/** What `/ticket/close` takes. */
export interface CloseTicketParams {
  readonly ticketNumber: number
}

/**
 * Closes a ticket and mails its author. Closing a closed ticket changes nothing.
 *
 * @throws INVALID_TICKET when no ticket has that number; NO_PERMISSION when the caller may not manage it.
 */
export const close = operation<CloseTicketParams, null>()({
  path: '/ticket/close',
  permission: 'user',
  ticketSession: true,
  params: { ticket: ticket('ticketNumber', 'INVALID_TICKET') },
  data: nothing,
  check: (actor, { ticket }) => managesOrNot(actor, ticket),
  async write(tx, { ticket }) {
    const { actor, now } = tx
    if (ticket.closed) return null
    await tx.tickets.update(ticket.id, {
      closed: true,
      lastClosedAt: now,
      firstClosedAt: ticket.firstClosedAt ?? now,
      unread: !isAuthor(actor, ticket),
      unreadStaff: !isOwner(actor, ticket),
    })
    await recordEvent(tx, ticket.id, 'CLOSE')
    mailTicketAuthor(tx, ticket, 'TICKET_CLOSED')
    await tx.log('CLOSE', ticket.ticketNumber)
    tx.emit('ticket.closed', { ticketNumber: ticket.ticketNumber })
    return null
  },
})
