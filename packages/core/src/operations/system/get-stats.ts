import * as v from 'valibot'
import { operation } from '../../operation/index.js'
import { dateRange, existingDepartments, existingStaff, existingTags, optional } from '../../params/index.js'

/**
 * Figures about the tickets that match all filters, of every department; each ticket counts once. Averages of times
 * are whole seconds, and 0 where there is nothing.
 *
 * @throws a code for each bad filter, in the order of the parameters.
 */
export const getStats = operation({
  path: '/system/get-stats',
  permission: 'staff_1',
  params: {
    /** When it was created: both ends included. */
    dateRange: optional(dateRange('INVALID_DATE_RANGE_FILTER')),
    /** Where it is now; an empty list, here and below, filters nothing. */
    departments: optional(existingDepartments('INVALID_DEPARTMENT_FILTER'), []),
    /** Carries at least one of them. */
    tags: optional(existingTags('INVALID_TAG_FILTER'), []),
    /** Who owns it now. */
    owners: optional(existingStaff('INVALID_OWNER_FILTER'), []),
  },
  data: v.object({
    created: v.number(),
    /** Of these, so many are open now. */
    open: v.number(),
    closed: v.number(),
    /** Closed with exactly one public comment by staff. */
    instant: v.number(),
    /** Ever opened again. */
    reopened: v.number(),
    /** By the hour of the day in UTC, 24 of them. */
    createdByHour: v.array(v.number()),
    /** By weekday in UTC, from Monday on, 7 of them. */
    createdByWeekday: v.array(v.number()),
    /** From creation to the first public comment by staff. */
    averageFirstReply: v.number(),
    averageFirstClosed: v.number(),
    averageLastClosed: v.number(),
    /** How often tickets change their department. */
    averageDepartmentHops: v.number(),
    averageStaffHops: v.number(),
  }),
  /** 4.11 has underscores in these names. */
  legacyData: ({ created, open, closed, instant, reopened, ...more }) => ({
    ...{ created, open, closed, instant, reopened },
    created_by_hour: more.createdByHour,
    created_by_weekday: more.createdByWeekday,
    average_first_reply: more.averageFirstReply,
    average_first_closed: more.averageFirstClosed,
    average_last_closed: more.averageLastClosed,
    average_department_hops: more.averageDepartmentHops,
    average_staff_hops: more.averageStaffHops,
  }),
  async read(call, { dateRange, departments, tags, owners }) {
    const { createdByHour, createdByWeekday, ...figures } = await call.tickets.statistics({
      ...(dateRange ? { dateRange } : {}),
      ...(departments.length > 0 ? { departments } : {}),
      ...(tags.length > 0 ? { tags } : {}),
      ...(owners.length > 0 ? { owners } : {}),
    })
    return { ...figures, createdByHour: [...createdByHour], createdByWeekday: [...createdByWeekday] }
  },
})
