import type { Deadline } from './deadline.js'
import { OpenSupportsClientError } from './error.js'

/** The milliseconds before the first repetition; they double with each. */
const firstDelay = 250

/** The most seconds that a call waits because the server asks for it. Beyond that, it fails at once. */
const longestWait = 20

const passing = [429, 502, 503, 504]

/** Returns whether a failure may be over soon. */
export const isPassing = ({ code, status = 0, retryAfter = 0 }: OpenSupportsClientError) =>
  code === 'NETWORK_ERROR' ||
  (passing.includes(status) && code !== 'NOT_INSTALLED' && retryAfter <= longestWait)

/**
 * Returns the milliseconds to wait before a repetition: at least as long as the server asks for, and a random part more,
 * so that not all clients come back at once.
 */
export const delayBefore = (repetition: number, retryAfter: number | undefined, random = Math.random()) => {
  const delay = firstDelay * 2 ** repetition
  return retryAfter === undefined ? delay * (0.5 + random / 2) : retryAfter * 1000 + delay * random
}

/** Waits until the time is over or the signal aborts. */
export const wait = (ms: number, signal: AbortSignal | undefined) =>
  new Promise<void>((resolve) => {
    const end = () => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', end)
      resolve()
    }
    const timer = setTimeout(end, ms)
    signal?.addEventListener('abort', end)
  })

/** Repeats an attempt while it fails for reasons that pass. */
export async function withRetries<T>(
  retries: number,
  until: Deadline,
  attempt: () => Promise<T>,
): Promise<T> {
  for (let repetition = 0; ; repetition++) {
    try {
      return await attempt()
    } catch (error) {
      const isFinal = !(error instanceof OpenSupportsClientError) || !isPassing(error)
      if (isFinal || repetition >= retries) throw error
      await wait(delayBefore(repetition, error.retryAfter), until.signal)
    }
  }
}
