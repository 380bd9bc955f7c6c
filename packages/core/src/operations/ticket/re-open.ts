import { checkCanManage, reopenTicket } from '../../domain/index.js'
import { fail } from '../../errors.js'
import { nothing, operation } from '../../operation.js'
import { ticketNumber } from '../../params/index.js'

/**
 * Opens a ticket again. An open one gets the event, the log row and the unread flag as if it had been closed.
 *
 * @throws INVALID_TICKET when no ticket has that number; NO_PERMISSION when the caller may not manage it.
 */
export const reOpen = operation({
  path: '/ticket/re-open',
  permission: 'user',
  ticketSession: true,
  params: { ticketNumber: ticketNumber('INVALID_TICKET') },
  data: nothing,
  errors: ['NO_PERMISSION', 'INVALID_TICKET'],
  async run(context, { ticketNumber: ticket }) {
    const { storage } = context
    await checkCanManage(context, ticket)
    await storage.transaction(async (tx) => {
      const current = (await tx.tickets.byNumber(ticket.ticketNumber)) ?? fail('INVALID_TICKET')
      if (!(await reopenTicket(tx, context, current))) fail('INVALID_TICKET')
    })
    context.emit('ticket.reopened', { ticketNumber: ticket.ticketNumber })
    return null
  },
})
