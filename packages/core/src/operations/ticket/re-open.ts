import { managesOrNot, reopenTicket } from '../../domain/tickets/index.js'
import { nothing, operation } from '../../operation/index.js'
import { ticket } from '../../params/index.js'

/** What `/ticket/re-open` takes. */
export interface ReOpenTicketParams {
  readonly ticketNumber: number
}

/**
 * Reopens a ticket. An open ticket gets the event, the log entry and the unread flag, too.
 *
 * @throws INVALID_TICKET when no ticket has that number; NO_PERMISSION when the caller may not manage it.
 */
export const reOpen = operation<ReOpenTicketParams, null>()({
  path: '/ticket/re-open',
  permission: 'user',
  ticketSession: true,
  params: { ticket: ticket('ticketNumber', 'INVALID_TICKET') },
  data: nothing,
  check: (actor, { ticket }) => managesOrNot(actor, ticket),
  async write(tx, { ticket }) {
    await reopenTicket(tx, ticket)
    if (ticket.closed) tx.emit('ticket.reopened', { ticketNumber: ticket.ticketNumber })
    return null
  },
})
