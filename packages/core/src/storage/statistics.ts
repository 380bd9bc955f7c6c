/** All conditions hold together; an absent one asks nothing; inside a list, one is enough. */
export interface StatisticsFilter {
  /** Of the tickets' dates, both ends included. */
  readonly dateRange?: { readonly from: Date; readonly to: Date }
  readonly departments?: readonly number[]
  readonly tags?: readonly number[]
  readonly owners?: readonly number[]
}

/** Of the tickets that match; each ticket counts once. Times are in seconds, and 0 where there is nothing. */
export interface Statistics {
  readonly created: number
  readonly open: number
  readonly closed: number
  /** Closed with exactly one public comment by staff. */
  readonly instant: number
  readonly reopened: number
  /** By the hour of the day in UTC, 24 of them. */
  readonly createdByHour: readonly number[]
  /** By weekday in UTC, from Monday on, 7 of them. */
  readonly createdByWeekday: readonly number[]
  /** Until the first public comment by staff, of the tickets that have one. Whole seconds, cut off. */
  readonly averageFirstReply: number
  /** Of the tickets that were ever closed. Whole seconds, cut off. */
  readonly averageFirstClosed: number
  readonly averageLastClosed: number
  readonly averageDepartmentHops: number
  readonly averageStaffHops: number
}
