import * as v from 'valibot'
import { pageCount, pageOf } from '../../domain/helpdesk/index.js'
import { ticketHeadView } from '../../domain/tickets/index.js'
import type { Ticket } from '../../model/index.js'
import { column, ticketSchema } from '../../model/schemas/index.js'
import { operation } from '../../operation/index.js'
import { flexibleId, optional, page, pageSize } from '../../params/index.js'

/** What `/staff/get-new-tickets` takes. */
export interface GetNewTicketsParams {
  readonly page: number
  readonly pageSize?: number | undefined
  /** Only tickets of this department, one of the caller's. */
  readonly departmentId?: number | undefined
}

/** What `/staff/get-new-tickets` answers. */
export interface GetNewTicketsAnswer {
  readonly tickets: Ticket[]
  readonly page: number
  readonly pages: number
}

/**
 * Returns the open tickets without an owner in the caller's departments, unread ones first, without their events.
 *
 * @throws INVALID_PAGE, INVALID_PAGE_SIZE
 */
export const getNewTickets = operation<GetNewTicketsParams, GetNewTicketsAnswer>()({
  path: '/staff/get-new-tickets',
  permission: 'staff_1',
  params: {
    page: page('INVALID_PAGE'),
    pageSize: optional(pageSize('INVALID_PAGE_SIZE'), 10),
    departmentId: flexibleId(),
  },
  data: v.object({
    tickets: v.array(ticketSchema),
    page: column.number(),
    pages: v.number(),
  }),
  async read(call, { page, pageSize, departmentId }) {
    const { actor } = call
    const departments = actor.departmentIds.filter((id) => departmentId === undefined || id === departmentId)
    const { tickets, total } = await call.tickets.list({
      filter: { departments, closed: false, assigned: false },
      order: [{ by: 'unreadStaff', desc: true }, { by: 'id' }],
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
