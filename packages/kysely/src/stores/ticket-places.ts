import type { TicketOrder, TicketPlace } from '@opensupports/core'
import { sql } from 'kysely'
import { minuteOf } from '../values.js'
import { all, any, type Condition } from './ticket-conditions.js'
import type { Split } from './ticket-splits.js'

type Value = number | null

const isEqual = (by: TicketOrder['by'], value: Value): Condition => {
  switch (by) {
    case 'id':
      return sql`t.id = ${value}`
    case 'date':
      return sql`t.date = ${minuteOf(new Date(value ?? 0))}`
    case 'closed':
      return sql`t.closed = ${sql.lit(value)}`
    case 'unreadStaff':
      return sql`t.unread_staff = ${sql.lit(value)}`
    case 'owner':
      return value === null ? sql`t.owner_id is null` : sql`t.owner_id = ${value}`
    case 'titlePrefix':
    case 'rank':
      throw new Error(`lists by ${by} have no places`)
  }
}

/** Returns the condition on tickets whose key comes after a value; undefined if none can. */
function isAfter({ by, desc }: TicketOrder, value: Value): Condition | undefined {
  switch (by) {
    case 'id':
      return desc ? sql`t.id < ${value}` : sql`t.id > ${value}`
    case 'date': {
      const minute = minuteOf(new Date(value ?? 0))
      return desc ? sql`t.date < ${minute}` : sql`t.date > ${minute}`
    }
    case 'closed':
    case 'unreadStaff':
      return (value === 1) === (desc === true) ? isEqual(by, desc ? 0 : 1) : undefined
    case 'owner':
      // Tickets without an owner are the lowest.
      if (value === null) return desc ? undefined : sql`t.owner_id is not null`
      return desc ? sql`(t.owner_id < ${value} or t.owner_id is null)` : sql`t.owner_id > ${value}`
    case 'titlePrefix':
    case 'rank':
      throw new Error(`lists by ${by} have no places`)
  }
}

const equalUpTo = (order: readonly TicketOrder[], place: TicketPlace, end: number): Condition[] =>
  order.slice(0, end).map(({ by }, index) => isEqual(by, place[index] ?? null))

/** Returns the conditions on the tickets behind a place: one for each key that may be the first to differ. */
function behind(order: readonly TicketOrder[], place: TicketPlace, from: number): Condition[][] {
  const parts = order.map((key, index) => {
    const later = index < from ? undefined : isAfter(key, place[index] ?? null)
    return later && [...equalUpTo(order, place, index), later]
  })
  return parts.filter((part) => part !== undefined)
}

/** Returns the condition on the tickets behind a place of a list. */
export const anyBehind = (order: readonly TicketOrder[], place: TicketPlace): Condition =>
  any(behind(order, place, 0).map(all))

/**
 * Splits the tickets behind a place of a list into parts that follow one another, each of which an index has in the
 * order of the list. Tickets that are equal up to the date are one part, which the index is entered at.
 *
 * @param order ends with the id
 */
export function partsBehind(order: readonly TicketOrder[], place: TicketPlace): Split[] {
  const date = order.findIndex(({ by }) => by === 'date')
  // The more keys are equal, the sooner the tickets come.
  const partsOf = (keys: readonly TicketOrder[]) =>
    behind(keys, place, 0)
      .map((conditions) => ({ conditions }))
      .reverse()
  if (date === -1) return partsOf(order)
  const minute = minuteOf(new Date(place[date] ?? 0))
  const entered: Condition = order[date]?.desc ? sql`t.date <= ${minute}` : sql`t.date >= ${minute}`
  const fromDate = any(behind(order, place, date).map((part) => all(part.slice(date))))
  return [
    { conditions: [...equalUpTo(order, place, date), entered, fromDate] },
    ...partsOf(order.slice(0, date)),
  ]
}
