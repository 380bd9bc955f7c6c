import * as v from 'valibot'
import { pageCount, pageOf } from '../../domain/helpdesk/index.js'
import { ticketHeadView } from '../../domain/tickets/index.js'
import type { Ticket } from '../../model/index.js'
import { ticketSchema } from '../../model/schemas/index.js'
import { operation } from '../../operation/index.js'
import { flag, page, text, unless } from '../../params/index.js'

const pageSize = 10

/** What `/staff/get-all-tickets` takes. */
export interface GetAllTicketsParams {
  readonly page: number
  readonly query?: string | undefined
  /** Whether to include closed tickets. */
  readonly closed?: boolean | undefined
}

/** What `/staff/get-all-tickets` answers. */
export interface GetAllTicketsAnswer {
  readonly tickets: Ticket[]
  readonly pages: number
}

/**
 * Returns the tickets of the caller's departments, newest first, 10 per page, without their events. With a query: those
 * whose title contains it, titles that start with it first.
 *
 * @throws INVALID_PAGE; INVALID_QUERY for a text that no title can contain.
 */
export const getAllTickets = operation<GetAllTicketsParams, GetAllTicketsAnswer>()({
  path: '/staff/get-all-tickets',
  permission: 'staff_1',
  params: {
    page: page('INVALID_PAGE'),
    query: unless([''], text('INVALID_QUERY')),
    closed: flag(),
  },
  data: v.object({ tickets: v.array(ticketSchema), pages: v.number() }),
  async read(call, { page, query, closed }) {
    const { actor } = call
    const { tickets, total } = await call.tickets.list({
      filter: {
        departments: actor.departmentIds,
        ...(closed ? {} : { closed: false }),
        ...(query === undefined ? {} : { titleContains: query }),
      },
      order: [...(query === undefined ? [] : [{ by: 'titlePrefix' } as const]), { by: 'id', desc: true }],
      events: false,
      ...pageOf(page, pageSize),
    })
    return {
      tickets: tickets.map((ticket) => ticketHeadView(ticket, 'staff')),
      pages: pageCount(total, pageSize),
    }
  },
})
