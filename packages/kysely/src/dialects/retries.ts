import { setTimeout as delay } from 'node:timers/promises'

const patienceMs = 10_000

/** Begins again after a clash with others, each time after a longer and random pause. */
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
