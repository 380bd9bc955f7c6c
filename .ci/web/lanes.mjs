/**
 * Runs pieces of work, a few at once. When one fails, no other one begins: `onFailure` ends those that run, and the first
 * failure is thrown once all have ended.
 */
export async function inLanes(count, works, onFailure) {
  const rest = [...works]
  const failures = []
  async function lane() {
    for (let work = rest.shift(); work && failures.length === 0; work = rest.shift()) {
      try {
        await work()
      } catch (error) {
        if (failures.push(error) === 1) await onFailure().catch(() => {})
      }
    }
  }
  await Promise.all(Array.from({ length: count }, lane))
  if (failures.length > 0) throw failures[0]
}

/** Measures parts of a walk. `words()` returns how long each one took. */
export function stopwatch() {
  const start = performance.now()
  const secondsSince = (then) => Math.round((performance.now() - then) / 1000)
  const parts = []
  return {
    async part(name, work) {
      const begin = performance.now()
      const result = await work()
      parts.push(`${name} ${secondsSince(begin)}`)
      return result
    },
    words: () => `${secondsSince(start)} s: ${parts.join(', ')}`,
  }
}
