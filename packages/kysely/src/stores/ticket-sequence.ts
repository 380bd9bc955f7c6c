import type { Dialect } from '../dialects/dialect.js'
import type { Db } from '../schema.js'

/** The sequence that gives each new ticket its place. */
export interface TicketSequence {
  /** Returns the next place. No other ticket gets it. */
  next(): Promise<number>
}

/**
 * Returns the sequence of a database. It takes several places at once, twice as many each time, because a transaction for
 * each of them would cost as much as the ticket itself. Inside a transaction it takes them one by one: a rollback gives
 * them back.
 */
export function ticketSequence(
  db: Db,
  { nextPlaces, mostPlaces }: Pick<Dialect, 'nextPlaces' | 'mostPlaces'>,
): TicketSequence {
  let [next, last, count] = [1, 0, 1]
  let taking: Promise<void> | undefined
  async function take(): Promise<void> {
    try {
      next = await nextPlaces(db, count)
      last = next + count - 1
      count = Math.min(2 * count, mostPlaces)
    } finally {
      taking = undefined
    }
  }
  return {
    async next() {
      if (db.isTransaction) return nextPlaces(db, 1)
      while (next > last) {
        taking ??= take()
        await taking
      }
      return next++
    },
  }
}
