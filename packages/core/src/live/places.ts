import { fail } from '../errors.js'

/** Seconds after which a refused caller may retry. */
const retryAfter = 5

/** How many streams may be open at once. */
export interface StreamBounds {
  readonly total: number
  readonly perSession: number
}

/** The most streams of one account, as a multiple of those of one session: it may be signed in on several devices. */
const sessionsPerAccount = 3

/** The share of all streams that callers other than staff may take, so that they cannot keep the team from its own. */
const shareOfOthers = 0.8

/** Whose stream it is. */
export interface StreamOwner {
  readonly session: string
  readonly account: string
  readonly isStaff: boolean
}

/** The places for open streams. */
export interface Places {
  /**
   * Takes a place for a session.
   *
   * @returns a function that gives it back
   * @throws TOO_MANY_STREAMS
   */
  take(owner: StreamOwner): () => void
}

export function places({ total, perSession }: StreamBounds): Places {
  const ofSessions = counts()
  const ofAccounts = counts()
  let all = 0
  let ofOthers = 0
  return {
    take({ session, account, isStaff }) {
      const isFull =
        all >= total ||
        (!isStaff && ofOthers >= total * shareOfOthers) ||
        ofSessions.of(session) >= perSession ||
        ofAccounts.of(account) >= perSession * sessionsPerAccount
      if (isFull) fail('TOO_MANY_STREAMS', { retryAfter })
      const change = (by: 1 | -1) => {
        ofSessions.add(session, by)
        ofAccounts.add(account, by)
        all += by
        if (!isStaff) ofOthers += by
      }
      change(1)
      let isTaken = true
      return () => {
        if (isTaken) change(-1)
        isTaken = false
      }
    },
  }
}

/** Counts by key. A key whose count is zero takes no memory. */
function counts() {
  const numbers = new Map<string, number>()
  const of = (key: string) => numbers.get(key) ?? 0
  return {
    of,
    add(key: string, by: 1 | -1) {
      const sum = of(key) + by
      if (sum === 0) numbers.delete(key)
      else numbers.set(key, sum)
    },
  }
}
