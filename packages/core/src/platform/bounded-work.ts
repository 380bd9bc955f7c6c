import { fail } from '../errors.js'

/** How many pieces of work run at once, and how many may be queued. */
export interface WorkBounds {
  readonly running: number
  readonly waiting: number
}

/**
 * Returns a function that runs pieces of work with bounded concurrency, first in, first out.
 *
 * @throws SERVER_BUSY from that function, when the queue is full
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
      // Pass the slot to the piece that waits longest, so that no new one overtakes it.
      if (next) next()
      else free++
    }
  }
}
