import type { TicketFilter, TicketOrder } from '@opensupports/core'
import { type RawBuilder, sql } from 'kysely'
import type { Dialect } from '../dialects/dialect.js'
import type { Condition } from './ticket-conditions.js'

/** A part of a list. */
export interface Split {
  readonly conditions: readonly Condition[]
  /** The tickets `t` that it is part of. Default: all. */
  readonly from?: RawBuilder<unknown>
  /** Sorts the part as the list does, in the words of the index. Default: the order of the list. */
  readonly order?: readonly TicketOrder[]
}

const whole: readonly Split[] = [{ conditions: [] }]

/** Each split of one list with each of the other. */
const crossed = (some: readonly Split[], others: readonly Split[]): Split[] =>
  some.flatMap((split) =>
    others.map((other) => ({ ...split, conditions: [...split.conditions, ...other.conditions] })),
  )

function byClosed({ closed }: TicketFilter): readonly Split[] {
  if (closed !== undefined) return whole
  return [0, 1].map((each) => ({ conditions: [sql`t.closed = ${sql.lit(each)}`] }))
}

/** Sorts tickets that are all open or all closed as the indexes have them. */
const inIndex: readonly TicketOrder[] = [
  { by: 'owner' },
  { by: 'unreadStaff' },
  { by: 'date', desc: true },
  { by: 'id', desc: true },
]

/** Tickets without an owner come last in a descending order, and may be many. The index has them in order. */
function byOwned({ assigned }: TicketFilter): readonly Split[] {
  if (assigned !== undefined) return whole
  return [
    { conditions: [sql`t.owner_id is not null`] },
    { conditions: [sql`t.owner_id is null`], order: inIndex },
  ]
}

/** All tickets of a part have the same flag. Where SQLite knows this, it does not see that the index is in order. */
function byUnread({ unreadStaff }: TicketFilter, { unindexed }: Dialect): readonly Split[] {
  if (unreadStaff !== undefined) return [{ conditions: [], order: inIndex }]
  return [0, 1].map((each) => ({
    conditions: [sql`${unindexed('t.unread_staff')} = ${sql.lit(each)}`],
    order: inIndex,
  }))
}

/**
 * Splits a list in the usual order behind another first key into parts that no two share, each of which the indexes of
 * the usual order have in order. Of tickets by descending owner, those of one owner at a time are sorted.
 *
 * @param order without keys that come again
 */
export function splitsOf(
  order: readonly TicketOrder[],
  filter: TicketFilter,
  dialect: Dialect,
): readonly Split[] {
  const [first] = order
  const isUsualBehind =
    order.map(({ by }) => by).join() ===
    [...new Set([first?.by, 'closed', 'owner', 'unreadStaff', 'date', 'id'])].join()
  if (!first || !isUsualBehind) return whole
  const closed = byClosed(filter)
  if (first.by === 'closed') return first.desc ? closed : whole
  if (first.by === 'owner') return first.desc ? crossed(byOwned(filter), closed) : closed
  return first.by === 'unreadStaff' ? crossed(byUnread(filter, dialect), closed) : whole
}
