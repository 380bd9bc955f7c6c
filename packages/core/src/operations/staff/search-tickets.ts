import * as v from 'valibot'
import { legacyTicketsInFull, ticketPage } from '../../domain/tickets/index.js'
import type { TicketPage } from '../../model/index.js'
import { legacyTicketSchema, ticketPageSchema } from '../../model/schemas/index.js'
import { operation } from '../../operation/index.js'
import { cursor, optional, page, query, updatedSince } from '../../params/index.js'

const pageSize = 10

/** What `/staff/search-tickets` takes. */
export interface StaffSearchTicketsParams {
  readonly query: string
  readonly page: number
  /** A cursor that this list returned: the answer goes on behind it. `page` then only numbers the answer. */
  readonly cursor?: string | undefined
  /**
   * Lists only the tickets that have changed since an earlier call. Send `now` in the first call, and then the
   * `updatedSince` of the answer before. Call again at once as long as it differs from what you sent.
   */
  readonly updatedSince?: string | undefined
}

/**
 * Returns the tickets of the caller's departments, open and closed, whose title contains the query, titles that start
 * with it first. 10 per page, with their events. `ticket.search` searches more.
 *
 * @throws INVALID_QUERY, INVALID_PAGE, INVALID_UPDATED_SINCE; EVENTS_GONE when changes since then are not known any more
 */
export const searchTickets = operation<StaffSearchTicketsParams, TicketPage>()({
  path: '/staff/search-tickets',
  permission: 'staff_1',
  withinDepartments: true,
  params: {
    query: query('INVALID_QUERY'),
    page: page('INVALID_PAGE'),
    cursor: optional(cursor('INVALID_CURSOR')),
    updatedSince: optional(updatedSince('INVALID_UPDATED_SINCE')),
  },
  data: ticketPageSchema,
  errors: ['EVENTS_GONE'],
  legacySchema: v.object({ tickets: v.array(legacyTicketSchema), pages: v.number() }),
  async legacyData({ tickets, pages }, call) {
    return { tickets: await legacyTicketsInFull(call, 'staff', tickets), pages }
  },
  async read(call, { query, page, cursor, updatedSince }) {
    const { actor } = call
    return ticketPage(call, 'staff', {
      filter: { departments: actor.departmentIds, titleContains: query },
      order: [{ by: 'titlePrefix' }, { by: 'id' }],
      page,
      pageSize,
      cursor,
      updatedSince,
    })
  },
})
