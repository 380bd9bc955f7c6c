import { OpenSupportsError } from '@opensupports/core'

/** Seconds after which a refused caller may retry. */
const retryAfter = 1

/** Counts the calls in progress, and refuses those beyond the limit. */
export interface CallBound {
  /** @throws SERVER_BUSY if as many calls as allowed are in progress */
  begin(): void
  /** Ends a call that has begun. */
  end(): void
  /** Returns how many calls are in progress. */
  count(): number
}

/** Returns a bound for calls. Without one, calls would queue until nobody waits for their answers any more. */
export function callBound(most: number): CallBound {
  let inProgress = 0
  return {
    begin() {
      if (inProgress >= most) throw new OpenSupportsError('SERVER_BUSY', { details: { retryAfter } })
      inProgress++
    },
    end() {
      inProgress--
    },
    count: () => inProgress,
  }
}

/** Runs a call within a bound. */
export async function within<T>(bound: CallBound, call: () => Promise<T>): Promise<T> {
  bound.begin()
  try {
    return await call()
  } finally {
    bound.end()
  }
}
