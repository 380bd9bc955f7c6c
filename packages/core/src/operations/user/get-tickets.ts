import * as v from 'valibot'
import { pageCount, pageOf } from '../../domain/helpdesk/index.js'
import { ticketHeadView } from '../../domain/tickets/index.js'
import { fail } from '../../errors.js'
import type { Ticket } from '../../model/index.js'
import { ticketSchema } from '../../model/schemas/index.js'
import { operation } from '../../operation/index.js'
import { optional, page, pageSize } from '../../params/index.js'

/** What `/user/get-tickets` takes. */
export interface GetOwnTicketsParams {
  /** 1 by default. */
  readonly page?: number | undefined
  /** 10 by default. */
  readonly pageSize?: number | undefined
}

/** What `/user/get-tickets` answers. */
export interface GetOwnTicketsAnswer {
  readonly tickets: Ticket[]
  readonly page: number
  readonly pages: number
}

/**
 * Returns a page of the calling user's own tickets, newest first, without their events. 4.11 has no such path.
 *
 * @throws INVALID_PAGE, INVALID_PAGE_SIZE; NO_PERMISSION for staff, who use `staff.getTickets`
 */
export const getTickets = operation<GetOwnTicketsParams, GetOwnTicketsAnswer>()({
  path: '/user/get-tickets',
  permission: 'user',
  params: {
    page: optional(page('INVALID_PAGE'), 1),
    pageSize: optional(pageSize('INVALID_PAGE_SIZE'), 10),
  },
  data: v.object({ tickets: v.array(ticketSchema), page: v.number(), pages: v.number() }),
  async read(call, { page, pageSize }) {
    const { actor } = call
    if (actor.kind === 'staff') return fail('NO_PERMISSION')
    const { tickets, total } = await call.tickets.list({
      filter: { authors: [{ kind: 'user', id: actor.id }] },
      order: [{ by: 'id', desc: true }],
      events: false,
      ...pageOf(page, pageSize),
    })
    return {
      tickets: tickets.map((ticket) => ticketHeadView(ticket, 'user')),
      page,
      pages: pageCount(total, pageSize),
    }
  },
})
