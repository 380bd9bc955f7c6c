import { managesOrNot, recordEvent } from '../../domain/tickets/index.js'
import { fail } from '../../errors.js'
import { nothing, operation } from '../../operation/index.js'
import { staffWithDepartments, ticket, unless } from '../../params/index.js'

/** What `/staff/assign-ticket` takes. */
export interface AssignTicketParams {
  readonly ticketNumber: number
  /** Default: the caller. */
  readonly staffId?: number | undefined
}

/**
 * Assigns a ticket without an owner to a staff member. If two take it at the same time, one gets it.
 *
 * @throws INVALID_TICKET, INVALID_STAFF when there is no such one; INVALID_DEPARTMENT when the member named does not
 * serve the ticket's department; TICKET_ALREADY_ASSIGNED; NO_PERMISSION when the caller may not manage the ticket.
 */
export const assignTicket = operation<AssignTicketParams, null>()({
  path: '/staff/assign-ticket',
  permission: 'staff_1',
  params: {
    ticket: ticket('ticketNumber', 'INVALID_TICKET'),
    staff: unless(['', '0'], staffWithDepartments('staffId', 'INVALID_STAFF')),
  },
  data: nothing,
  errors: ['INVALID_DEPARTMENT', 'TICKET_ALREADY_ASSIGNED'],
  validate({ ticket, staff: named }) {
    if (named && !(ticket.department && named.departmentIds.includes(ticket.department.id)))
      fail('INVALID_DEPARTMENT')
  },
  check: (actor, { ticket }) => (ticket?.owner ? 'TICKET_ALREADY_ASSIGNED' : managesOrNot(actor, ticket)),
  async write(tx, { ticket, staff: named }) {
    const { actor } = tx
    const assignee = named ?? actor.account
    const isOwnTicket = ticket.author?.kind === 'staff' && ticket.author.id === assignee.id
    await tx.tickets.assign(ticket.id, assignee.id, { unread: !isOwnTicket })
    await recordEvent(tx, ticket.id, 'ASSIGN', assignee.name)
    tx.emit('ticket.assigned', {
      ticketNumber: ticket.ticketNumber,
      staffId: assignee.id,
    })
    return null
  },
})
