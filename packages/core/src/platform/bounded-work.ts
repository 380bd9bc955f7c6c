import { fail } from '../errors.js'

/** How much of a kind of work runs at once, and how much may wait for its turn. */
export interface WorkBounds {
  readonly running: number
  readonly waiting: number
}

/**
 * Returns a function that runs work, a few pieces at a time, in the order in which they came.
 *
 * @throws SERVER_BUSY from that function, when too many pieces wait already
 */
export function boundedWork({ running, waiting }: WorkBounds): <T>(work: () => Promise<T>) => Promise<T> {
  let free = running
  const turns: (() => void)[] = []
  return async (work) => {
    if (free > 0) free--
    else if (turns.length >= waiting) fail('SERVER_BUSY', { retryAfter: 1 })
    else await new Promise<void>((turn) => turns.push(turn))
    try {
      return await work()
    } finally {
      const next = turns.shift()
      // The place goes to who waits longest, so that nobody slips in between.
      if (next) next()
      else free++
    }
  }
}
