import { availableParallelism } from 'node:os'
import { hash, verify } from '@node-rs/bcrypt'
import { boundedWork, type WorkBounds } from './bounded-work.js'

/** Hashes and compares passwords, in the form that 4.11 reads and writes. */
export interface Passwords {
  hash(password: string): Promise<string>
  /** Takes as long for an account that does not exist, or has no password: pass undefined for its hash. */
  matches(password: string, hash: string | undefined): Promise<boolean>
}

/** What stands for the password of an account that has none yet: no text matches it. */
export const noPassword = '!'

/**
 * Hashing takes a whole processor for 60 ms. Some threads stay free for files and name look-ups, and a caller who would
 * wait for seconds is told to come back.
 */
const usualBounds: WorkBounds = {
  running: Math.max(1, Math.min(3, availableParallelism() - 1)),
  waiting: 64,
}

/**
 * Returns hashing by bcrypt, a few at a time: both methods throw SERVER_BUSY when too many wait already.
 *
 * @param cost bcrypt's: each step doubles the time. 4.11 uses 10.
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
