import type { Clock, Random } from '../platform/index.js'

/** A clock that moves only when advanced. Starts on a Monday at noon, UTC. */
export function steppedClock(start = new Date('2026-03-02T12:00:00Z')): Clock & {
  advance(step: { seconds?: number; minutes?: number; days?: number }): void
} {
  let now = start.getTime()
  return {
    now: () => new Date(now),
    advance({ seconds = 0, minutes = 0, days = 0 }) {
      now += seconds * 1000 + minutes * 60_000 + days * 86_400_000
    },
  }
}

/** Randomness that is the same in every run, and never repeats within one. */
export function countedRandom(seed = 1): Random {
  let state = seed
  const next = () => {
    // mulberry32: small, and good enough where security does not matter.
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) & 255
  }
  return { bytes: (size) => Uint8Array.from({ length: size }, next) }
}
