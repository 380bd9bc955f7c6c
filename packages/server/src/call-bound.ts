import { OpenSupportsError } from '@opensupports/core'

/** Seconds after which a refused caller may retry. */
const retryAfter = 1

/**
 * Returns a function that runs calls, and refuses those beyond the limit: queued without end, they would be answered
 * when nobody waits for them any more.
 *
 * @throws SERVER_BUSY from that function, if `most` calls are in progress
 */
export function callBound(most: number): <T>(call: () => Promise<T>) => Promise<T> {
  let inProgress = 0
  return async (call) => {
    if (inProgress >= most) throw new OpenSupportsError('SERVER_BUSY', { details: { retryAfter } })
    inProgress++
    try {
      return await call()
    } finally {
      inProgress--
    }
  }
}
