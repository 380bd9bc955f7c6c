import * as v from 'valibot'
import { pageCount, pageOf } from '../../domain/helpdesk/index.js'
import { ticketView } from '../../domain/tickets/index.js'
import type { Ticket } from '../../model/index.js'
import { ticketSchema } from '../../model/schemas/index.js'
import { operation } from '../../operation/index.js'
import { page, query } from '../../params/index.js'

const pageSize = 10

/** What `/staff/search-tickets` takes. */
export interface StaffSearchTicketsParams {
  readonly query: string
  readonly page: number
}

/** What `/staff/search-tickets` answers. */
export interface StaffSearchTicketsAnswer {
  readonly tickets: Ticket[]
  readonly pages: number
}

/**
 * Returns the tickets of the caller's departments, open and closed, whose title contains the query, titles that start
 * with it first. 10 per page, with their events. `ticket.search` searches more.
 *
 * @throws INVALID_QUERY, INVALID_PAGE
 */
export const searchTickets = operation<StaffSearchTicketsParams, StaffSearchTicketsAnswer>()({
  path: '/staff/search-tickets',
  permission: 'staff_1',
  params: { query: query('INVALID_QUERY'), page: page('INVALID_PAGE') },
  data: v.object({ tickets: v.array(ticketSchema), pages: v.number() }),
  async read(call, { query, page }) {
    const { actor } = call
    const { tickets, total } = await call.tickets.list({
      filter: { departments: actor.departmentIds, titleContains: query },
      order: [{ by: 'titlePrefix' }, { by: 'id' }],
      events: true,
      ...pageOf(page, pageSize),
    })
    return {
      tickets: tickets.map((ticket) => ticketView(ticket, 'staff')),
      pages: pageCount(total, pageSize),
    }
  },
})
