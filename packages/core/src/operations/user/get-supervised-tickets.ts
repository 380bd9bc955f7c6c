import * as v from 'valibot'
import { pageCount, pageOf } from '../../domain/helpdesk/index.js'
import { ticketView, usualOrder } from '../../domain/tickets/index.js'
import { fail } from '../../errors.js'
import type { Ticket } from '../../model/index.js'
import { ticketSchema } from '../../model/schemas/index.js'
import { operation } from '../../operation/index.js'
import { existingUsers, flag, optional, page, pageSize } from '../../params/index.js'

/** What `/user/get-supervised-tickets` takes. */
export interface GetSupervisedTicketsParams {
  /** The ids of the users, which may include the caller's own. */
  readonly supervisedUsers?: readonly number[] | undefined
  /** Whether to include the caller's own tickets. */
  readonly showOwnTickets?: boolean | undefined
  readonly page?: number | undefined
  readonly pageSize?: number | undefined
}

/** What `/user/get-supervised-tickets` answers. */
export interface GetSupervisedTicketsAnswer {
  readonly tickets: Ticket[]
  readonly pages: number
  readonly page: number
}

/**
 * Returns tickets of the users that the caller supervises, and the caller's own: open ones first, then newest first.
 *
 * @throws INVALID_SUPERVISED_USERS, also for users that the caller does not supervise; INVALID_PAGE, INVALID_PAGE_SIZE;
 *   NO_PERMISSION for staff
 */
export const getSupervisedTickets = operation<GetSupervisedTicketsParams, GetSupervisedTicketsAnswer>()({
  path: '/user/get-supervised-tickets',
  permission: 'user',
  params: {
    supervisedUsers: optional(existingUsers('INVALID_SUPERVISED_USERS'), []),
    showOwnTickets: flag(),
    page: optional(page('INVALID_PAGE'), 1),
    pageSize: optional(pageSize('INVALID_PAGE_SIZE'), 10),
  },
  data: v.object({ tickets: v.array(ticketSchema), pages: v.number(), page: v.number() }),
  /** 4.11 answers with a list when no users are requested. */
  legacyData: (data, _, { supervisedUsers, showOwnTickets }) =>
    supervisedUsers.length === 0 && !showOwnTickets ? [] : data,
  async read(call, { supervisedUsers, showOwnTickets, page, pageSize }) {
    const { actor } = call
    if (actor.kind === 'staff') return fail('NO_PERMISSION')
    if (supervisedUsers.length > 0) {
      const supervised = new Set((await call.users.supervised(actor.id)).map(({ id }) => id))
      const allowed = (id: number) => supervised.has(id) || id === actor.id
      if (!actor.account.supervisor || !supervisedUsers.every(allowed)) fail('INVALID_SUPERVISED_USERS')
    }
    const ids = new Set(showOwnTickets ? [...supervisedUsers, actor.id] : supervisedUsers)
    if (ids.size === 0) return { tickets: [], pages: 0, page }
    const { tickets, total } = await call.tickets.list({
      filter: { authors: [...ids].map((id) => ({ kind: 'user', id }) as const) },
      order: usualOrder,
      events: true,
      ...pageOf(page, pageSize),
    })
    return {
      tickets: tickets.map((ticket) => ticketView(ticket, 'user')),
      pages: pageCount(total, pageSize),
      page,
    }
  },
})
