/** How long a body may be slower than the limit, in milliseconds. */
const allowance = 30_000

/** Milliseconds between two checks after that. */
const interval = 5000

/** Watches how fast the body of one request arrives. */
export interface Pace {
  /** Starts watching. `cut` is called once if the body is too slow. */
  start(cut: () => void): void
  arrived(bytes: number): void
  end(): void
}

/**
 * Returns the pace of a body that must arrive with at least `slowest` bytes per second on average, except in its first
 * 30 seconds.
 */
export function paceOf(slowest: number): Pace {
  let received = 0
  let timer: NodeJS.Timeout | undefined
  return {
    start(cut) {
      if (slowest === 0) return
      const begin = performance.now()
      const check = () => {
        const seconds = (performance.now() - begin) / 1000
        if (received < seconds * slowest) cut()
        else timer = setTimeout(check, interval).unref()
      }
      timer = setTimeout(check, allowance).unref()
    },
    arrived(bytes) {
      received += bytes
    },
    end: () => clearTimeout(timer),
  }
}
