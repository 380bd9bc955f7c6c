import { setTimeout as delay } from 'node:timers/promises'

const patienceMs = 10_000

/**
 * Thrown if another transaction committed a unique value after this one found it free. On retry, this one finds it
 * taken.
 */
export class Overtaken extends Error {
  override readonly name = 'Overtaken'
}

/** Retries `work` after a deadlock, each time after a longer random pause, for at most 10 seconds. */
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

/** How long a deadlocked transaction waits for other deadlocked ones before it runs beside them. */
const longestQueueMs = 5000

/**
 * Returns a function that runs transactions and retries them after a clash. Retries run one after another, because on a
 * contended row they would keep clashing with each other.
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
