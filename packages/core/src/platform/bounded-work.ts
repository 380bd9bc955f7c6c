import { fail } from '../errors.js'

/** How many pieces of work run at once, and how many may be queued. */
export interface WorkBounds {
  readonly running: number
  readonly waiting: number
}

/** Runs a piece of work when it is its turn. `background` work waits until no other work is queued. */
export type BoundedWork = <T>(work: () => Promise<T>, priority?: 'normal' | 'background') => Promise<T>

/**
 * Returns a function that runs pieces of work with bounded concurrency, first in, first out. Background work is not
 * counted in `waiting`, and never refused: the caller bounds how much it queues.
 *
 * @throws SERVER_BUSY from that function, when the queue is full
 */
export function boundedWork({ running, waiting }: WorkBounds): BoundedWork {
  let free = running
  const turns: (() => void)[] = []
  const background: (() => void)[] = []
  return async (work, priority = 'normal') => {
    if (free > 0) free--
    else if (priority === 'background') await new Promise<void>((turn) => background.push(turn))
    else if (turns.length >= waiting) fail('SERVER_BUSY', { retryAfter: 1 })
    else await new Promise<void>((turn) => turns.push(turn))
    try {
      return await work()
    } finally {
      const next = turns.shift() ?? background.shift()
      // Pass the slot to the piece that waits longest, so that no new one overtakes it.
      if (next) next()
      else free++
    }
  }
}
