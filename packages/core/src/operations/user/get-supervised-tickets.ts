import * as v from 'valibot'
import { legacyTicketsInFull, ticketPage, usualOrder } from '../../domain/tickets/index.js'
import { fail } from '../../errors.js'
import type { TicketPage } from '../../model/index.js'
import { goneAsEmptyList, legacyTicketSchema, ticketPageSchema } from '../../model/schemas/index.js'
import { operation } from '../../operation/index.js'
import { cursor, existingUsers, flag, optional, page, pageSize, updatedSince } from '../../params/index.js'

/** What `/user/get-supervised-tickets` takes. */
export interface GetSupervisedTicketsParams {
  /** The ids of the users, which may include the caller's own. */
  readonly supervisedUsers?: readonly number[] | undefined
  /** Whether to include the caller's own tickets. */
  readonly showOwnTickets?: boolean | undefined
  readonly page?: number | undefined
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
 * Returns tickets of the users that the caller supervises, and the caller's own: open ones first, then newest first.
 *
 * @throws INVALID_SUPERVISED_USERS, also for users that the caller does not supervise; INVALID_PAGE, INVALID_PAGE_SIZE,
 *   INVALID_UPDATED_SINCE; EVENTS_GONE when changes since then are not known any more; NO_PERMISSION for staff
 */
export const getSupervisedTickets = operation<GetSupervisedTicketsParams, TicketPage>()({
  path: '/user/get-supervised-tickets',
  permission: 'user',
  params: {
    supervisedUsers: optional(existingUsers('INVALID_SUPERVISED_USERS'), []),
    showOwnTickets: flag(),
    page: optional(page('INVALID_PAGE'), 1),
    pageSize: optional(pageSize('INVALID_PAGE_SIZE'), 10),
    cursor: optional(cursor('INVALID_CURSOR')),
    updatedSince: optional(updatedSince('INVALID_UPDATED_SINCE')),
  },
  data: ticketPageSchema,
  errors: ['EVENTS_GONE'],
  legacySchema: goneAsEmptyList(
    v.object({ tickets: v.array(legacyTicketSchema), page: v.number(), pages: v.number() }),
  ),
  /** 4.11 answers with a list when no users are requested. */
  async legacyData({ tickets, page, pages }, call, { supervisedUsers, showOwnTickets }) {
    if (supervisedUsers.length === 0 && !showOwnTickets) return null
    return { tickets: await legacyTicketsInFull(call, 'user', tickets), page, pages }
  },
  check: ({ kind }) => (kind === 'staff' ? 'NO_PERMISSION' : undefined),
  async read(call, { supervisedUsers, showOwnTickets, page, pageSize, cursor, updatedSince }) {
    const { actor } = call
    if (actor.kind === 'staff') return fail('NO_PERMISSION')
    if (supervisedUsers.length > 0) {
      const supervised = new Set((await call.users.supervised(actor.id)).map(({ id }) => id))
      const allowed = (id: number) => supervised.has(id) || id === actor.id
      if (!actor.account.supervisor || !supervisedUsers.every(allowed)) fail('INVALID_SUPERVISED_USERS')
    }
    const ids = new Set(showOwnTickets ? [...supervisedUsers, actor.id] : supervisedUsers)
    if (ids.size === 0 && updatedSince === undefined)
      return { tickets: [], page, pages: 0, total: 0, totalIsExact: true, cursor: null, updatedSince: null }
    return ticketPage(call, 'user', {
      filter: { authors: [...ids].map((id) => ({ kind: 'user', id }) as const) },
      order: usualOrder,
      page,
      pageSize,
      cursor,
      updatedSince,
    })
  },
})
