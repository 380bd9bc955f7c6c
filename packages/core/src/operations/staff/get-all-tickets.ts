import * as v from 'valibot'
import { legacyTickets, ticketPage } from '../../domain/tickets/index.js'
import type { TicketPage } from '../../model/index.js'
import { legacyTicketSchema, ticketPageSchema } from '../../model/schemas/index.js'
import { operation } from '../../operation/index.js'
import { cursor, flag, optional, page, text, unless, updatedSince } from '../../params/index.js'

const pageSize = 10

/** What `/staff/get-all-tickets` takes. */
export interface GetAllTicketsParams {
  readonly page: number
  readonly query?: string | undefined
  /** Whether to include closed tickets. */
  readonly closed?: boolean | undefined
  /** A cursor that this list returned: the answer goes on behind it. `page` then only numbers the answer. */
  readonly cursor?: string | undefined
  /**
   * Lists only the tickets that have changed since an earlier call. Send `now` in the first call, and then the
   * `updatedSince` of the answer before. Call again at once as long as it differs from what you sent.
   */
  readonly updatedSince?: string | undefined
}

/**
 * Returns the tickets of the caller's departments, newest first, 10 per page, without their events. With a query: those
 * whose title contains it, titles that start with it first.
 *
 * @throws INVALID_PAGE; INVALID_QUERY for a text that no title can contain; INVALID_UPDATED_SINCE; EVENTS_GONE when
 * changes since then are not known any more
 */
export const getAllTickets = operation<GetAllTicketsParams, TicketPage>()({
  path: '/staff/get-all-tickets',
  permission: 'staff_1',
  withinDepartments: true,
  params: {
    page: page('INVALID_PAGE'),
    query: unless([''], text('INVALID_QUERY')),
    closed: flag(),
    cursor: optional(cursor('INVALID_CURSOR')),
    updatedSince: optional(updatedSince('INVALID_UPDATED_SINCE')),
  },
  data: ticketPageSchema,
  errors: ['EVENTS_GONE'],
  legacySchema: v.object({ tickets: v.array(legacyTicketSchema), pages: v.number() }),
  legacyData: ({ tickets, pages }) => ({ tickets: legacyTickets(tickets), pages }),
  async read(call, { page, query, closed, cursor, updatedSince }) {
    const { actor } = call
    return ticketPage(call, 'staff', {
      filter: {
        departments: actor.departmentIds,
        ...(closed ? {} : { closed: false }),
        ...(query === undefined ? {} : { titleContains: query }),
      },
      order: [...(query === undefined ? [] : [{ by: 'titlePrefix' } as const]), { by: 'id', desc: true }],
      page,
      pageSize,
      cursor,
      updatedSince,
    })
  },
})
