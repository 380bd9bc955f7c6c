/** Tickets must match all conditions. An absent condition matches all; a list matches any of its values. */
export interface StatisticsFilter {
  /** The date of the ticket, both ends included. */
  readonly dateRange?: { readonly from: Date; readonly to: Date }
  readonly departments?: readonly number[]
  readonly tags?: readonly number[]
  readonly owners?: readonly number[]
  /** The time zone of the hours and weekdays. Default: UTC. */
  readonly timeZone?: string
}

/** Figures of the matching tickets; each ticket counts once. Times are in seconds, 0 when no ticket counts. */
export interface Statistics {
  readonly created: number
  readonly open: number
  readonly closed: number
  /** The number of tickets closed with exactly one public comment by staff. */
  readonly instant: number
  readonly reopened: number
  /** By the hour of the day, 24 of them. */
  readonly createdByHour: readonly number[]
  /** By weekday, from Monday on, 7 of them. */
  readonly createdByWeekday: readonly number[]
  /**
   * The average time until the first public comment by staff, of the tickets that have one. Whole seconds, rounded
   * down.
   */
  readonly averageFirstReply: number
  /** The average time of the tickets that were ever closed. Whole seconds, rounded down. */
  readonly averageFirstClosed: number
  readonly averageLastClosed: number
  readonly averageDepartmentHops: number
  readonly averageStaffHops: number
}
