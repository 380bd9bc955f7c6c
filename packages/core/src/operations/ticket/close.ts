import {
  checkCanManage,
  isAuthor,
  isOwner,
  mailTicketAuthor,
  recordEvent,
  writeLog,
} from '../../domain/index.js'
import { nothing, operation } from '../../operation.js'
import { ticketNumber } from '../../params/index.js'

/**
 * Closes a ticket and tells its author by mail. Closing a closed ticket changes nothing.
 *
 * @throws INVALID_TICKET when no ticket has that number; NO_PERMISSION when the caller may not manage it.
 */
export const close = operation({
  path: '/ticket/close',
  permission: 'user',
  ticketSession: true,
  params: { ticketNumber: ticketNumber('INVALID_TICKET') },
  data: nothing,
  errors: ['NO_PERMISSION', 'INVALID_TICKET'],
  async write(context, { ticketNumber: ticket }) {
    const { actor, storage, now } = context
    await checkCanManage(context, ticket)
    if (ticket.closed) return null
    await storage.tickets.update(ticket.id, {
      closed: true,
      lastClosedAt: now,
      firstClosedAt: ticket.firstClosedAt ?? now,
      unread: !isAuthor(actor, ticket),
      unreadStaff: !isOwner(actor, ticket),
    })
    await recordEvent(storage, context, ticket.id, 'CLOSE')
    await mailTicketAuthor(context, storage, ticket, 'TICKET_CLOSED')
    await writeLog(storage, context, 'CLOSE', ticket.ticketNumber)
    context.emit('ticket.closed', { ticketNumber: ticket.ticketNumber })
    return null
  },
})
