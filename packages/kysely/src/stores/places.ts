import type { Dialect } from '../dialects/dialect.js'
import type { Db } from '../schema.js'

/** The places of new tickets in the sequence of numbers. */
export interface Places {
  /** Returns a place that nobody else gets, in ascending order. */
  next(): Promise<number>
}

/**
 * Returns the places of a database. Takes several at once, twice as many each time: a transaction for each would cost as
 * much as the ticket. Inside a transaction, whose rollback gives its places back, it takes them one by one.
 */
export function placesOf(
  db: Db,
  { nextPlaces, mostPlaces }: Pick<Dialect, 'nextPlaces' | 'mostPlaces'>,
): Places {
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
