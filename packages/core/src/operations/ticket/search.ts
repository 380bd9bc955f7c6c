import * as v from 'valibot'
import type { StaffActor } from '../../call/index.js'
import { legacyTicketsInFull, ticketPage, usualOrder } from '../../domain/tickets/index.js'
import type { TicketPage } from '../../model/index.js'
import { legacyTicketSchema, ticketPageSchema } from '../../model/schemas/index.js'
import { operation } from '../../operation/index.js'
import {
  type AccountInput,
  cursor,
  type DateRangeInput,
  dateRange,
  existingAccounts,
  existingDepartments,
  existingStaff,
  existingTags,
  flag,
  optional,
  page,
  pageSize,
  query,
  type TicketOrderInput,
  ticketOrder,
  updatedSince,
  zeroOrOne,
} from '../../params/index.js'
import type { TicketFilter, TicketOrder, TicketScope } from '../../storage/index.js'

/** What `/ticket/search` takes. */
export interface SearchTicketsParams {
  /** Default: 1. */
  readonly page?: number | undefined
  /** Ids: only tickets with at least one of these tags. An empty list, here and below, filters nothing. */
  readonly tags?: readonly number[] | undefined
  readonly closed?: boolean | undefined
  readonly unreadStaff?: boolean | undefined
  /** When the ticket was opened, both ends included. */
  readonly dateRange?: DateRangeInput | undefined
  /** Ids of departments. */
  readonly departments?: readonly number[] | undefined
  readonly authors?: readonly AccountInput[] | undefined
  /** Ids of staff. */
  readonly owners?: readonly number[] | undefined
  /** Whether the ticket has an owner. */
  readonly assigned?: boolean | undefined
  /** 1 to 200 characters. */
  readonly query?: string | undefined
  readonly orderBy?: TicketOrderInput | undefined
  /** 5 to 50. Default: 10. */
  readonly pageSize?: number | undefined
  /** Level 3 only: all departments, whatever `departments` says. Default: false. */
  readonly supervisor?: boolean | undefined
  /** A cursor that this list returned: the answer goes on behind it. `page` then only numbers the answer. */
  readonly cursor?: string | undefined
  /**
   * Lists only the tickets that have changed since an earlier call. Send `now` in the first call, and then the
   * `updatedSince` of the answer before. Call again at once as long as it differs from what you sent.
   */
  readonly updatedSince?: string | undefined
}

/**
 * Returns the tickets that all filters match, without their events. A query is searched in number, title, content and
 * comments, and ranks its results in this order. Without `departments`: the tickets of the caller's departments, and
 * those that the caller wrote.
 *
 * @throws The code of the first bad filter, in the order of the parameters; EVENTS_GONE when changes since
 * `updatedSince` are not known any more.
 */
export const search = operation<SearchTicketsParams, TicketPage>()({
  path: '/ticket/search',
  permission: 'staff_1',
  withinDepartments: true,
  params: {
    page: optional(page('INVALID_PAGE'), 1),
    /** Carries at least one of them; an empty list, here and below, filters nothing. */
    tags: optional(existingTags('INVALID_TAG_FILTER')),
    closed: optional(zeroOrOne('INVALID_CLOSED_FILTER')),
    unreadStaff: optional(zeroOrOne('INVALID_UNREAD_STAFF_FILTER')),
    /** When the ticket was opened, both ends included. */
    dateRange: optional(dateRange('INVALID_DATE_RANGE_FILTER')),
    departments: optional(existingDepartments('INVALID_DEPARTMENT_FILTER')),
    authors: optional(existingAccounts('INVALID_AUTHOR_FILTER')),
    owners: optional(existingStaff('INVALID_OWNER_FILTER')),
    /** Whether the ticket has an owner. */
    assigned: optional(zeroOrOne('INVALID_ASSIGNED_FILTER')),
    query: optional(query('INVALID_QUERY_FILTER')),
    orderBy: optional(ticketOrder('INVALID_ORDER_BY')),
    pageSize: optional(pageSize('INVALID_PAGE_SIZE'), 10),
    /** Level 3 only: all departments, whatever `departments` says. */
    supervisor: flag(),
    cursor: optional(cursor('INVALID_CURSOR')),
    updatedSince: optional(updatedSince('INVALID_UPDATED_SINCE')),
  },
  data: ticketPageSchema,
  errors: ['EVENTS_GONE'],
  legacySchema: v.object({ tickets: v.array(legacyTicketSchema), page: v.number(), pages: v.number() }),
  async legacyData({ tickets, page, pages }, call) {
    return { tickets: await legacyTicketsInFull(call, 'staff', tickets), page, pages }
  },
  async read(call, params) {
    const { actor } = call
    const { page, pageSize, cursor, updatedSince, query, orderBy } = params
    const everywhere = params.supervisor && actor.level === 3
    const filter: TicketFilter = {
      ...(everywhere ? {} : { anyOf: scopes(actor, params.departments ?? []) }),
      ...whenFilled('tags', params.tags),
      ...whenFilled('authors', params.authors),
      ...whenFilled('owners', params.owners),
      ...whenGiven('closed', params.closed),
      ...whenGiven('unreadStaff', params.unreadStaff),
      ...whenGiven('assigned', params.assigned),
      ...whenGiven('dateRange', params.dateRange),
      ...whenGiven('text', query),
    }
    const rank: TicketOrder[] = query === undefined ? [] : [{ by: 'rank' }]
    return ticketPage(call, 'staff', {
      filter,
      order: [...rank, ...(orderBy ? [orderBy] : []), ...usualOrder],
      page,
      pageSize,
      cursor,
      updatedSince,
    })
  },
})

/** Returns what the caller may find: everything in served departments, and own tickets in others. */
function scopes({ id, departmentIds }: StaffActor, asked: readonly number[]): TicketScope[] {
  if (asked.length === 0) return [{ departments: departmentIds }, { writtenByStaff: id }]
  const own = asked.filter((department) => departmentIds.includes(department))
  const other = asked.filter((department) => !departmentIds.includes(department))
  return [{ departments: own }, { departments: other, writtenByStaff: id }]
}

const whenGiven = <K extends string, V>(name: K, value: V | undefined) =>
  (value === undefined ? {} : { [name]: value }) as { [Name in K]?: V }

const whenFilled = <K extends string, V>(name: K, list: readonly V[] | undefined) =>
  whenGiven(name, list?.length ? list : undefined)
