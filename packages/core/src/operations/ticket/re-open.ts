import { checkCanManage, recordEvent, writeLog } from '../../domain/index.js'
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
    const { actor, storage } = context
    await checkCanManage(context, ticket)
    await storage.transaction(async (tx) => {
      const updated = await tx.tickets.update(ticket.id, {
        closed: false,
        ...(ticket.closed ? { reopened: true } : {}),
        ...(actor.kind === 'staff' ? { unread: true } : { unreadStaff: true }),
      })
      if (!updated) fail('INVALID_TICKET')
      await recordEvent(tx, context, ticket.id, 'RE_OPEN')
      await writeLog(tx, context, 'RE_OPEN', ticket.ticketNumber)
    })
    context.emit('ticket.reopened', { ticketNumber: ticket.ticketNumber })
    return null
  },
})
