import { checkCanManage, isAuthor, isOwner } from '../../domain/index.js'
import { nothing, operation } from '../../operation/index.js'
import { ticket } from '../../params/index.js'

/**
 * Marks a ticket as read: for its author, for its owner. From others who may manage it, it changes nothing.
 *
 * @throws INVALID_TICKET when no ticket has that number; NO_PERMISSION when the caller may not manage it.
 */
export const seen = operation({
  path: '/ticket/seen',
  permission: 'user',
  ticketSession: true,
  params: { ticket: ticket('ticketNumber', 'INVALID_TICKET') },
  data: nothing,
  async write(tx, { ticket }) {
    const { actor } = tx
    await checkCanManage(tx, ticket)
    const author = isAuthor(actor, ticket) && ticket.unread
    const owner = isOwner(actor, ticket) && ticket.unreadStaff
    if (author || owner) {
      await tx.tickets.update(ticket.id, {
        ...(author ? { unread: false } : {}),
        ...(owner ? { unreadStaff: false } : {}),
      })
    }
    return null
  },
})
