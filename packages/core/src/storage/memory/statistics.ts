import { zoneOffset, zonePeriods } from '../../platform/index.js'
import type { Statistics, StatisticsFilter } from '../index.js'
import type { Tables, TicketRow } from './tables.js'
import { matchingTickets } from './ticket-list.js'

const average = (values: readonly number[]) =>
  values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length

const wholeAverage = (values: readonly number[]) => Math.trunc(average(values))

/** Returns the seconds between two moments; 0 if the clock was set back between them. */
const seconds = (from: Date, to: Date) => Math.max(0, (to.getTime() - from.getTime()) / 1000)

/** Returns the number of rows in each of `places` buckets. */
function countBy(rows: readonly TicketRow[], places: number, placeOf: (date: Date) => number): number[] {
  const counts = new Array<number>(places).fill(0)
  for (const { date } of rows) counts[placeOf(date)] = (counts[placeOf(date)] ?? 0) + 1
  return counts
}

export function statisticsOf(tables: Tables, filter: StatisticsFilter): Statistics {
  const { timeZone = 'UTC', ...conditions } = filter
  const tickets = matchingTickets(tables, conditions)
  const periods = zonePeriods(timeZone)
  /** Returns a date whose fields in UTC are those of the time zone. */
  const local = (date: Date) => new Date(date.getTime() + zoneOffset(periods, date.getTime()) * 60_000)
  const everClosed = tickets.filter(({ firstClosedAt }) => firstClosedAt !== null)
  const replies = tickets.map((ticket) =>
    tables.by
      .eventTicket(ticket.id)
      .filter((event) => event.type === 'COMMENT' && !event.private && event.author?.kind === 'staff')
      .map((event) => seconds(ticket.date, event.date)),
  )
  const closed = tickets.filter((ticket) => ticket.closed).length
  return {
    created: tickets.length,
    open: tickets.length - closed,
    closed,
    instant: tickets.filter((ticket, index) => ticket.closed && replies[index]?.length === 1).length,
    reopened: tickets.filter(({ reopened }) => reopened).length,
    createdByHour: countBy(tickets, 24, (date) => local(date).getUTCHours()),
    createdByWeekday: countBy(tickets, 7, (date) => (local(date).getUTCDay() + 6) % 7),
    averageFirstReply: wholeAverage(
      replies.filter((each) => each.length > 0).map((each) => Math.min(...each)),
    ),
    averageFirstClosed: wholeAverage(
      everClosed.map(({ date, firstClosedAt }) => seconds(date, firstClosedAt ?? date)),
    ),
    averageLastClosed: wholeAverage(
      everClosed.flatMap(({ date, lastClosedAt }) => (lastClosedAt ? [seconds(date, lastClosedAt)] : [])),
    ),
    averageDepartmentHops: average(tickets.map(({ totalDepartments }) => totalDepartments)),
    averageStaffHops: average(tickets.map(({ totalOwners }) => totalOwners)),
  }
}
