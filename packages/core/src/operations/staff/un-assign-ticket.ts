import { managesOrNot, unAssign } from '../../domain/tickets/index.js'
import { fail } from '../../errors.js'
import { nothing, operation } from '../../operation/index.js'
import { ticket } from '../../params/index.js'

/** What `/staff/un-assign-ticket` takes. */
export interface UnAssignTicketParams {
  readonly ticketNumber: number
}

/**
 * Removes the owner of a ticket. Anyone who may manage the ticket can do it.
 *
 * @throws INVALID_TICKET when no ticket has that number; NO_PERMISSION when the caller may not manage it, or it has no
 * owner.
 */
export const unAssignTicket = operation<UnAssignTicketParams, null>()({
  path: '/staff/un-assign-ticket',
  permission: 'staff_1',
  params: { ticket: ticket('ticketNumber', 'INVALID_TICKET') },
  data: nothing,
  check: (actor, { ticket }) =>
    managesOrNot(actor, ticket) ?? (ticket && !ticket.owner ? 'NO_PERMISSION' : undefined),
  async write(tx, { ticket }) {
    const { owner } = ticket
    if (!owner) return fail('NO_PERMISSION')
    await unAssign(tx, ticket)
    tx.emit('ticket.unassigned', {
      ticketNumber: ticket.ticketNumber,
      staffId: owner.id,
    })
    return null
  },
})
