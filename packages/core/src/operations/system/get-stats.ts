import * as v from 'valibot'
import { operation } from '../../operation/index.js'
import type { DateRangeInput } from '../../params/index.js'
import { dateRange, existingDepartments, existingStaff, existingTags, optional } from '../../params/index.js'

/** What `/system/get-stats` takes. */
export interface GetStatsParams {
  /** When the ticket was opened, both ends included. */
  readonly dateRange?: DateRangeInput | undefined
  /** The current department; an empty list, here and below, filters nothing. */
  readonly departments?: readonly number[] | undefined
  /** Carries at least one of them. */
  readonly tags?: readonly number[] | undefined
  /** The current owner. */
  readonly owners?: readonly number[] | undefined
}

/** What `/system/get-stats` answers. */
export interface GetStatsAnswer {
  readonly created: number
  /** The number of these tickets that are open now. */
  readonly open: number
  readonly closed: number
  /** Closed with exactly one public comment by staff. */
  readonly instant: number
  /** The number of tickets that were ever reopened. */
  readonly reopened: number
  /** By the hour of the day, 24 of them. */
  readonly createdByHour: number[]
  /** By weekday, from Monday on, 7 of them. */
  readonly createdByWeekday: number[]
  /** The zone of these hours and weekdays, from the setting `time-zone`. Clients of 4.11 get them in UTC. */
  readonly timeZone: string
  /** From creation to the first public comment by staff. */
  readonly averageFirstReply: number
  readonly averageFirstClosed: number
  readonly averageLastClosed: number
  /** How often tickets change their department. */
  readonly averageDepartmentHops: number
  readonly averageStaffHops: number
}

/**
 * Returns figures about the tickets of all departments that match all filters; each ticket counts once. Average times
 * are in whole seconds, 0 when no ticket counts.
 *
 * @throws a code for the first bad filter, in the order of the parameters.
 */
export const getStats = operation<GetStatsParams, GetStatsAnswer>()({
  path: '/system/get-stats',
  permission: 'staff_1',
  params: {
    dateRange: optional(dateRange('INVALID_DATE_RANGE_FILTER')),
    departments: optional(existingDepartments('INVALID_DEPARTMENT_FILTER'), []),
    tags: optional(existingTags('INVALID_TAG_FILTER'), []),
    owners: optional(existingStaff('INVALID_OWNER_FILTER'), []),
  },
  data: v.object({
    created: v.number(),
    open: v.number(),
    closed: v.number(),
    instant: v.number(),
    reopened: v.number(),
    createdByHour: v.array(v.number()),
    createdByWeekday: v.array(v.number()),
    timeZone: v.string(),
    averageFirstReply: v.number(),
    averageFirstClosed: v.number(),
    averageLastClosed: v.number(),
    averageDepartmentHops: v.number(),
    averageStaffHops: v.number(),
  }),
  legacySchema: v.object({
    created: v.number(),
    open: v.number(),
    closed: v.number(),
    instant: v.number(),
    reopened: v.number(),
    created_by_hour: v.array(v.number()),
    created_by_weekday: v.array(v.number()),
    average_first_reply: v.number(),
    average_first_closed: v.number(),
    average_last_closed: v.number(),
    average_department_hops: v.number(),
    average_staff_hops: v.number(),
  }),
  /** Uses underscores in these names, as 4.11 does. */
  legacyData: ({ created, open, closed, instant, reopened, ...more }) => ({
    created,
    open,
    closed,
    instant,
    reopened,
    created_by_hour: more.createdByHour,
    created_by_weekday: more.createdByWeekday,
    average_first_reply: more.averageFirstReply,
    average_first_closed: more.averageFirstClosed,
    average_last_closed: more.averageLastClosed,
    average_department_hops: more.averageDepartmentHops,
    average_staff_hops: more.averageStaffHops,
  }),
  async read(call, { dateRange, departments, tags, owners }) {
    const timeZone = call.wire === '4.11' ? 'UTC' : (call.settings.timeZone ?? call.timeZone)
    const { createdByHour, createdByWeekday, ...figures } = await call.tickets.statistics({
      timeZone,
      ...(dateRange ? { dateRange } : {}),
      ...(departments.length > 0 ? { departments } : {}),
      ...(tags.length > 0 ? { tags } : {}),
      ...(owners.length > 0 ? { owners } : {}),
    })
    return {
      ...figures,
      createdByHour: [...createdByHour],
      createdByWeekday: [...createdByWeekday],
      timeZone,
    }
  },
})
