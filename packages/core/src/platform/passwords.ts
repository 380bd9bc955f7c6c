import { availableParallelism } from 'node:os'
import { hash, verify } from '@node-rs/bcrypt'
import { boundedWork, type WorkBounds } from './bounded-work.js'

/** Hashes and compares passwords, compatible with 4.11. */
export interface Passwords {
  hash(password: string): Promise<string>
  /** Takes equally long for a missing account or password: pass undefined as its hash. */
  matches(password: string, hash: string | undefined): Promise<boolean>
}

/** The hash of an account without a password: no text matches it. */
export const noPassword = '!'

/**
 * Hashing occupies a processor core for 60 ms. Keep some threads free for files and DNS, and refuse callers who would
 * wait for seconds.
 */
const usualBounds: WorkBounds = {
  running: Math.max(1, Math.min(3, availableParallelism() - 1)),
  waiting: 64,
}

/**
 * Returns bcrypt hashing with bounded concurrency: both methods throw SERVER_BUSY when the queue is full.
 *
 * @param cost the cost of bcrypt: each step doubles the time. 4.11 uses 10.
 */
export function bcryptPasswords(cost: number, bounds: WorkBounds = usualBounds): Passwords {
  const bounded = boundedWork(bounds)
  const hashed = (password: string) => hash(password, { cost, version: '2y' })
  let nobody: Promise<string> | undefined
  return {
    hash: (password) => bounded(() => hashed(password)),
    matches: (password, stored) =>
      bounded(async () => {
        if (stored && stored !== noPassword) return verify(password, stored)
        nobody ??= hashed('a password that no account has')
        await verify(password, await nobody)
        return false
      }),
  }
}
