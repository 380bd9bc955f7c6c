import {
  checkCanManage,
  isAuthor,
  isOwner,
  mailTicketAuthor,
  recordEvent,
  writeLog,
} from '../../domain/index.js'
import { fail } from '../../errors.js'
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
  async run(context, { ticketNumber: ticket }) {
    const { actor, storage, now } = context
    await checkCanManage(context, ticket)
    const closed = await storage.transaction(async (tx) => {
      // Looked at again: somebody else may have closed it, or taken it, a moment ago.
      const current = (await tx.tickets.byNumber(ticket.ticketNumber)) ?? fail('INVALID_TICKET')
      if (current.closed) return false
      await tx.tickets.update(ticket.id, {
        closed: true,
        lastClosedAt: now,
        firstClosedAt: current.firstClosedAt ?? now,
        unread: !isAuthor(actor, current),
        unreadStaff: !isOwner(actor, current),
      })
      await recordEvent(tx, context, ticket.id, 'CLOSE')
      await mailTicketAuthor(context, tx, ticket, 'TICKET_CLOSED')
      await writeLog(tx, context, 'CLOSE', ticket.ticketNumber)
      return true
    })
    if (closed) context.emit('ticket.closed', { ticketNumber: ticket.ticketNumber })
    return null
  },
})
