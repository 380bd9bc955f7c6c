import { accountLock } from '../../call/index.js'
import { removeTicketFiles } from '../../domain/files/index.js'
import { isAuthor } from '../../domain/tickets/index.js'
import { nothing, operation } from '../../operation/index.js'
import { ticket } from '../../params/index.js'

/** What `/ticket/delete` takes. */
export interface DeleteTicketParams {
  readonly ticketNumber: number
}

/**
 * Deletes a ticket without an owner, with its history and files. Allowed for its author and for staff of level 3.
 *
 * @throws INVALID_TICKET when no ticket has that number; NO_PERMISSION for others, and while the ticket has an owner.
 */
const deleteTicket = operation<DeleteTicketParams, null>()({
  path: '/ticket/delete',
  permission: 'user',
  ticketSession: true,
  params: { ticket: ticket('ticketNumber', 'INVALID_TICKET') },
  /** The account stores the number of the user's tickets. */
  locks: (_, { ticket: { author } }) => (author?.kind === 'user' ? [accountLock(author, 'update')] : []),
  data: nothing,
  check(actor, { ticket }) {
    if (!ticket) return undefined
    const byRank = actor.kind === 'staff' && actor.level === 3
    return ticket.owner || !(byRank || isAuthor(actor, ticket)) ? 'NO_PERMISSION' : undefined
  },
  async write(tx, { ticket: { id, ticketNumber, author, department } }) {
    const contents = await tx.tickets.contentsAndFiles(id)
    await tx.tickets.remove(id)
    if (author?.kind === 'user') await tx.users.addTickets(author.id, -1)
    tx.afterCommit((call) => removeTicketFiles(call, ticketNumber, contents))
    tx.emit('ticket.deleted', {
      ticketNumber,
      departmentId: department?.id ?? null,
      author: author && { kind: author.kind, id: author.id },
    })
    return null
  },
})

export {
  /**
   * Deletes a ticket without an owner, with its history and files. Allowed for its author and for staff of level 3.
   *
   * @throws INVALID_TICKET when no ticket has that number; NO_PERMISSION for others, and while the ticket has an owner.
   */
  deleteTicket as delete,
}
