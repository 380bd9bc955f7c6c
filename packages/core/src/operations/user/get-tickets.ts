import * as v from 'valibot'
import { legacyTickets, ticketPage } from '../../domain/tickets/index.js'
import { fail } from '../../errors.js'
import type { TicketPage } from '../../model/index.js'
import { legacyTicketSchema, ticketPageSchema } from '../../model/schemas/index.js'
import { operation } from '../../operation/index.js'
import { cursor, optional, page, pageSize, updatedSince } from '../../params/index.js'

/** What `/user/get-tickets` takes. */
export interface GetOwnTicketsParams {
  /** 1 by default. */
  readonly page?: number | undefined
  /** 10 by default. */
  readonly pageSize?: number | undefined
  /** A cursor that this list returned: the answer goes on behind it. `page` then only numbers the answer. */
  readonly cursor?: string | undefined
  /**
   * Lists only the tickets that have changed since an earlier call. Send `now` in the first call, and then the
   * `updatedSince` of the answer before. Call again at once as long as it differs from what you sent.
   */
  readonly updatedSince?: string | undefined
}

/**
 * Returns a page of the calling user's own tickets, newest first, without their events. 4.11 has no such path.
 *
 * @throws INVALID_PAGE, INVALID_PAGE_SIZE, INVALID_UPDATED_SINCE; EVENTS_GONE when changes since then are not known any
 * more; NO_PERMISSION for staff, who use `staff.getTickets`
 */
export const getTickets = operation<GetOwnTicketsParams, TicketPage>()({
  path: '/user/get-tickets',
  permission: 'user',
  params: {
    page: optional(page('INVALID_PAGE'), 1),
    pageSize: optional(pageSize('INVALID_PAGE_SIZE'), 10),
    cursor: optional(cursor('INVALID_CURSOR')),
    updatedSince: optional(updatedSince('INVALID_UPDATED_SINCE')),
  },
  data: ticketPageSchema,
  errors: ['EVENTS_GONE'],
  legacySchema: v.object({ tickets: v.array(legacyTicketSchema), page: v.number(), pages: v.number() }),
  legacyData: ({ tickets, page, pages }) => ({ tickets: legacyTickets(tickets), page, pages }),
  check: ({ kind }) => (kind === 'staff' ? 'NO_PERMISSION' : undefined),
  async read(call, { page, pageSize, cursor, updatedSince }) {
    const { actor } = call
    if (actor.kind === 'staff') return fail('NO_PERMISSION')
    return ticketPage(call, 'user', {
      filter: { authors: [{ kind: 'user', id: actor.id }] },
      order: [{ by: 'id', desc: true }],
      page,
      pageSize,
      cursor,
      updatedSince,
    })
  },
})
