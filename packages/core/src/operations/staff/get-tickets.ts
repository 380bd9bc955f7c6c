import * as v from 'valibot'
import { pageCount, pageOf, ticketHeadView } from '../../domain/index.js'
import { column, Ticket } from '../../model/index.js'
import { operation } from '../../operation/index.js'
import { flag, flexibleId, optional, page, pageSize } from '../../params/index.js'

/**
 * The tickets that the caller owns or has written, oldest first, without their events.
 *
 * @throws INVALID_PAGE, INVALID_PAGE_SIZE
 */
export const getTickets = operation({
  path: '/staff/get-tickets',
  permission: 'staff_1',
  params: {
    page: page('INVALID_PAGE'),
    pageSize: optional(pageSize('INVALID_PAGE_SIZE'), 10),
    /** Whether closed tickets come along. */
    closed: flag(),
    /** Only tickets of this department. */
    departmentId: flexibleId(),
  },
  data: v.object({
    tickets: v.array(Ticket),
    page: column.number(),
    pages: v.number(),
  }),
  async read(call, { page, pageSize, closed, departmentId }) {
    const { actor } = call
    const { tickets, total } = await call.tickets.list({
      filter: {
        linkedToStaff: actor.id,
        ...(closed ? {} : { closed: false }),
        ...(departmentId === undefined ? {} : { departments: [departmentId] }),
      },
      order: [{ by: 'id' }],
      events: false,
      ...pageOf(page, pageSize),
    })
    return {
      tickets: tickets.map((ticket) => ticketHeadView(ticket, 'staff')),
      page,
      pages: pageCount(total, pageSize),
    }
  },
})
