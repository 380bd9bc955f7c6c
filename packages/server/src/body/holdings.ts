import { OpenSupportsError } from '@opensupports/core'
import { smallBody } from './limits.js'

/** Bytes of each request that are not counted, so that ordinary calls are answered whatever others upload. */
const free = smallBody

/** The part of the limit that all anonymous callers share. */
const strangersPart = 1 / 4

/** Seconds after which a rejected caller may retry. */
const retryAfter = 10

/** What one request holds in memory and on disk until it is answered. */
export interface Hold {
  /** @throws SERVER_BUSY if all requests together would exceed the limit */
  take(bytes: number): void
  /** Counts the request among those of signed-in callers from now on. */
  signIn(): void
  /** Releases everything. */
  end(): void
}

/** Counts the bytes that all unfinished requests hold. */
export function holdings(most: number): { open(): Hold } {
  const held = { all: 0, strangers: 0 }
  return {
    open() {
      let bytes = 0
      let counted = 0
      let signedIn = false
      return {
        take(more) {
          bytes += more
          const due = Math.max(0, bytes - free) - counted
          if (due === 0) return
          const isOver = held.all + due > most || (!signedIn && held.strangers + due > most * strangersPart)
          if (isOver) throw new OpenSupportsError('SERVER_BUSY', { details: { retryAfter } })
          counted += due
          held.all += due
          if (!signedIn) held.strangers += due
        },
        signIn() {
          if (!signedIn) held.strangers -= counted
          signedIn = true
        },
        end() {
          held.all -= counted
          if (!signedIn) held.strangers -= counted
          counted = 0
        },
      }
    },
  }
}
