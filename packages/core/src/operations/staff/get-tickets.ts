import * as v from 'valibot'
import { legacyTickets, ticketPage } from '../../domain/tickets/index.js'
import type { TicketPage } from '../../model/index.js'
import { column, legacyTicketSchema, ticketPageSchema } from '../../model/schemas/index.js'
import { operation } from '../../operation/index.js'
import { cursor, flag, flexibleId, optional, page, pageSize, updatedSince } from '../../params/index.js'

/** What `/staff/get-tickets` takes. */
export interface GetTicketsParams {
  readonly page: number
  readonly pageSize?: number | undefined
  /** Whether to include closed tickets. */
  readonly closed?: boolean | undefined
  /** Only tickets of this department. */
  readonly departmentId?: number | undefined
  /** A cursor that this list returned: the answer goes on behind it. `page` then only numbers the answer. */
  readonly cursor?: string | undefined
  /**
   * Lists only the tickets that have changed since an earlier call. Send `now` in the first call, and then the
   * `updatedSince` of the answer before. Call again at once as long as it differs from what you sent.
   */
  readonly updatedSince?: string | undefined
}

/**
 * Returns the tickets that the caller owns or wrote, oldest first, without their events.
 *
 * @throws INVALID_PAGE, INVALID_PAGE_SIZE, INVALID_UPDATED_SINCE; EVENTS_GONE when changes since then are not known any
 * more
 */
export const getTickets = operation<GetTicketsParams, TicketPage>()({
  path: '/staff/get-tickets',
  permission: 'staff_1',
  withinDepartments: true,
  params: {
    page: page('INVALID_PAGE'),
    pageSize: optional(pageSize('INVALID_PAGE_SIZE'), 10),
    closed: flag(),
    departmentId: flexibleId(),
    cursor: optional(cursor('INVALID_CURSOR')),
    updatedSince: optional(updatedSince('INVALID_UPDATED_SINCE')),
  },
  data: ticketPageSchema,
  errors: ['EVENTS_GONE'],
  legacySchema: v.object({ tickets: v.array(legacyTicketSchema), page: column.number(), pages: v.number() }),
  legacyData: ({ tickets, page, pages }) => ({ tickets: legacyTickets(tickets), page, pages }),
  async read(call, { page, pageSize, cursor, updatedSince, closed, departmentId }) {
    const { actor } = call
    return ticketPage(call, 'staff', {
      filter: {
        linkedToStaff: actor.id,
        ...(closed ? {} : { closed: false }),
        ...(departmentId === undefined ? {} : { departments: [departmentId] }),
      },
      order: [{ by: 'id' }],
      page,
      pageSize,
      cursor,
      updatedSince,
    })
  },
})
