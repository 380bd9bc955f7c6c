import { checkCanManage, writeLog } from '../../domain/index.js'
import { fail } from '../../errors.js'
import { nothing, operation } from '../../operation.js'
import { ticketNumber, title } from '../../params/index.js'

/**
 * Gives a ticket, open or closed, another title.
 *
 * @throws INVALID_TITLE; INVALID_TICKET when no ticket has that number; NO_PERMISSION when the caller may not manage it.
 */
export const editTitle = operation({
  path: '/ticket/edit-title',
  permission: 'user',
  ticketSession: true,
  params: { title: title('INVALID_TITLE'), ticketNumber: ticketNumber('INVALID_TICKET') },
  data: nothing,
  errors: ['NO_PERMISSION', 'INVALID_TITLE', 'INVALID_TICKET'],
  async run(context, { title, ticketNumber: ticket }) {
    await checkCanManage(context, ticket)
    await context.storage.transaction(async (tx) => {
      // Rights may have changed since they were looked at.
      const current = (await tx.tickets.byNumber(ticket.ticketNumber)) ?? fail('INVALID_TICKET')
      await checkCanManage({ actor: context.actor, storage: tx }, current)
      if (!(await tx.tickets.update(ticket.id, { title, editedTitle: true }))) fail('INVALID_TICKET')
      await writeLog(tx, context, 'EDIT_TITLE', ticket.ticketNumber)
    })
    return null
  },
})
