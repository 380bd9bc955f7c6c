/** How long a body may be slower than the limit, in milliseconds. */
const allowance = 30_000

/** Milliseconds between two checks. */
const interval = 5000

/** Watches how fast the body of one request arrives. */
export interface Pace {
  /** Starts watching. `cut` is called once if the body is too slow. */
  start(cut: () => void): void
  arrived(bytes: number): void
  end(): void
}

/** A body that is watched. */
interface Watched {
  readonly begin: number
  readonly cut: () => void
  received: number
}

/**
 * Watches bodies that must arrive with at least `slowest` bytes per second on average, except in their first 30 seconds.
 * One timer checks them all: a timer for each would cost more than reading a small body.
 */
export function paces(slowest: number): { open(): Pace } {
  const bodies = new Set<Watched>()
  let timer: NodeJS.Timeout | undefined

  function check() {
    const now = performance.now()
    for (const body of bodies) {
      const passed = now - body.begin
      if (passed < allowance || body.received >= (passed / 1000) * slowest) continue
      bodies.delete(body)
      body.cut()
    }
    if (bodies.size > 0) return
    clearInterval(timer)
    timer = undefined
  }

  return {
    open() {
      let body: Watched | undefined
      return {
        start(cut) {
          if (slowest === 0) return
          body = { begin: performance.now(), cut, received: 0 }
          bodies.add(body)
          timer ??= setInterval(check, interval).unref()
        },
        arrived(bytes) {
          if (body) body.received += bytes
        },
        end() {
          if (body) bodies.delete(body)
        },
      }
    },
  }
}
