import { transaction } from '../../call/index.js'
import { isAuthor, removeTicketFiles } from '../../domain/index.js'
import { fail } from '../../errors.js'
import { nothing, operation } from '../../operation/index.js'
import { ticket } from '../../params/index.js'

/**
 * Deletes a ticket that nobody owns, with its history and files: its author may, and staff of level 3.
 *
 * @throws INVALID_TICKET when no ticket has that number; NO_PERMISSION for others, and while the ticket has an owner.
 */
const deleteTicket = operation({
  path: '/ticket/delete',
  permission: 'user',
  ticketSession: true,
  params: { ticket: ticket('ticketNumber', 'INVALID_TICKET') },
  data: nothing,
  async steps(call, { ticket }) {
    const { actor } = call
    if (ticket.owner) fail('NO_PERMISSION')
    const byRank = actor.kind === 'staff' && actor.level === 3
    if (!byRank && !isAuthor(actor, ticket)) fail('NO_PERMISSION')
    const contents = await transaction(call, async (tx) => {
      const contents = await tx.tickets.contentsAndFiles(ticket.id)
      // Somebody may have taken the ticket since it was read.
      if (!(await tx.tickets.remove(ticket.id, { unowned: true }))) fail('NO_PERMISSION')
      if (ticket.author?.kind === 'user') await tx.users.addTickets(ticket.author.id, -1)
      return contents
    })
    await removeTicketFiles(call, ticket.ticketNumber, contents)
    call.emit('ticket.deleted', { ticketNumber: ticket.ticketNumber })
    return null
  },
})

export { deleteTicket as delete }
