import { setTimeout as delay } from 'node:timers/promises'

const patienceMs = 10_000

/**
 * Another transaction has committed a value that has to be unique after this one found it free. On a second run, this one
 * finds it taken.
 */
export class Overtaken extends Error {
  override readonly name = 'Overtaken'
}

/** Runs `work` again after a clash with others, each time after a longer and random pause, for 10 seconds at most. */
export async function withRetries<T>(
  isClash: (error: unknown) => boolean,
  work: () => Promise<T>,
): Promise<T> {
  const start = performance.now()
  for (let pause = 4; ; pause = Math.min(2 * pause, 200)) {
    try {
      return await work()
    } catch (error) {
      if (!isClash(error) || performance.now() - start > patienceMs) throw error
    }
    await delay(pause * (0.5 + Math.random()))
  }
}

/** How long a transaction that clashed waits for others that did before it runs again beside them. */
const longestQueueMs = 5000

/**
 * Returns a function that runs transactions, and runs them again after a clash. Those that clashed take turns: on one busy
 * row they would clash with each other again and again.
 */
export function retriedInTurn(
  isClash: (error: unknown) => boolean,
): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve()
  return async (work) => {
    try {
      return await work()
    } catch (error) {
      if (!isClash(error)) throw error
    }
    const before = last
    const turn = (async () => {
      await Promise.race([before, delay(longestQueueMs, undefined, { ref: false })])
      return withRetries(isClash, work)
    })()
    last = turn.catch(() => {})
    return turn
  }
}
