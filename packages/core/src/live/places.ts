import { fail } from '../errors.js'

/** Seconds after which a refused caller may retry. */
const retryAfter = 5

/** How many streams may be open at once. */
export interface StreamBounds {
  readonly total: number
  readonly perSession: number
}

/** The places for open streams. */
export interface Places {
  /**
   * Takes a place for a session.
   *
   * @returns a function that gives it back
   * @throws TOO_MANY_STREAMS
   */
  take(session: string): () => void
}

export function places({ total, perSession }: StreamBounds): Places {
  const taken = new Map<string, number>()
  let all = 0
  return {
    take(session) {
      const own = taken.get(session) ?? 0
      if (all >= total || own >= perSession) fail('TOO_MANY_STREAMS', { retryAfter })
      taken.set(session, own + 1)
      all++
      let isTaken = true
      return () => {
        if (!isTaken) return
        isTaken = false
        all--
        const left = (taken.get(session) ?? 1) - 1
        if (left === 0) taken.delete(session)
        else taken.set(session, left)
      }
    },
  }
}
