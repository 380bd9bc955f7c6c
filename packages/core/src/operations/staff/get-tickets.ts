import * as v from 'valibot'
import { pageCount, pageOf } from '../../domain/helpdesk/index.js'
import { ticketHeadView } from '../../domain/tickets/index.js'
import type { Ticket } from '../../model/index.js'
import { column, ticketSchema } from '../../model/schemas/index.js'
import { operation } from '../../operation/index.js'
import { flag, flexibleId, optional, page, pageSize } from '../../params/index.js'

/** What `/staff/get-tickets` takes. */
export interface GetTicketsParams {
  readonly page: number
  readonly pageSize?: number | undefined
  /** Whether to include closed tickets. */
  readonly closed?: boolean | undefined
  /** Only tickets of this department. */
  readonly departmentId?: number | undefined
}

/** What `/staff/get-tickets` answers. */
export interface GetTicketsAnswer {
  readonly tickets: Ticket[]
  readonly page: number
  readonly pages: number
}

/**
 * Returns the tickets that the caller owns or wrote, oldest first, without their events.
 *
 * @throws INVALID_PAGE, INVALID_PAGE_SIZE
 */
export const getTickets = operation<GetTicketsParams, GetTicketsAnswer>()({
  path: '/staff/get-tickets',
  permission: 'staff_1',
  params: {
    page: page('INVALID_PAGE'),
    pageSize: optional(pageSize('INVALID_PAGE_SIZE'), 10),
    closed: flag(),
    departmentId: flexibleId(),
  },
  data: v.object({
    tickets: v.array(ticketSchema),
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
