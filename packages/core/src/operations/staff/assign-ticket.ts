import { checkCanManage, recordEvent } from '../../domain/index.js'
import { fail } from '../../errors.js'
import { nothing, operation } from '../../operation.js'
import { staff, ticketNumber, unless } from '../../params/index.js'

/**
 * Gives a ticket that has no owner to a staff member. Of two that take it at once, one gets it.
 *
 * @throws INVALID_TICKET, INVALID_STAFF when there is no such one; INVALID_DEPARTMENT when the member named does not
 * serve the ticket's department; TICKET_ALREADY_ASSIGNED; NO_PERMISSION when the caller may not manage the ticket.
 */
export const assignTicket = operation({
  path: '/staff/assign-ticket',
  permission: 'staff_1',
  params: {
    ticketNumber: ticketNumber('INVALID_TICKET'),
    /** Default: the caller. */
    staffId: unless(['', '0'], staff('INVALID_STAFF')),
  },
  data: nothing,
  errors: [
    'NO_PERMISSION',
    'INVALID_TICKET',
    'INVALID_STAFF',
    'INVALID_DEPARTMENT',
    'TICKET_ALREADY_ASSIGNED',
  ],
  async write(context, { ticketNumber: ticket, staffId: named }) {
    const { actor, storage } = context
    const assignee = named ?? actor.account
    if (named) {
      const served = await storage.staff.departmentIds(named.id)
      if (!ticket.department || !served.includes(ticket.department.id)) fail('INVALID_DEPARTMENT')
    }
    if (ticket.owner) fail('TICKET_ALREADY_ASSIGNED')
    await checkCanManage(context, ticket)
    const isOwnTicket = ticket.author?.kind === 'staff' && ticket.author.id === assignee.id
    await storage.tickets.assign(ticket.id, assignee.id, { unread: !isOwnTicket })
    await recordEvent(storage, context, ticket.id, 'ASSIGN', assignee.name)
    context.emit('ticket.assigned', {
      ticketNumber: ticket.ticketNumber,
      staffId: assignee.id,
    })
    return null
  },
})
