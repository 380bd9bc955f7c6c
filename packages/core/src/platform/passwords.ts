import { availableParallelism } from 'node:os'
import { boundedWork, type WorkBounds } from './bounded-work.js'

/** Hashes and compares passwords, compatible with 4.11. */
export interface Passwords {
  hash(password: string): Promise<string>
  /** Hashes when no login is waiting. Never throws SERVER_BUSY, so limit how many you start. */
  hashInBackground(password: string): Promise<string>
  /** Takes equally long for a missing account or password: pass undefined as its hash. */
  matches(password: string, hash: string | undefined): Promise<boolean>
}

/** Loaded at first use: importing the helpdesk should not load native code. */
const bcrypt = () => import('@node-rs/bcrypt')

/** The hash of an account without a password: no text matches it. */
export const noPassword = '!'

/**
 * A complete bcrypt hash with a cost of 8 to 14. Lower ones are too easy to guess; higher ones make each login occupy a
 * core for seconds. The last characters of salt and digest have unused bits, which must be zero: other hashes cannot be
 * verified. `$2x$` marks hashes of a flawed implementation.
 */
const importable = /^\$2[aby]\$(?:0[89]|1[0-4])\$[./A-Za-z0-9]{21}[.Oeu][./A-Za-z0-9]{30}[.CGKOSWaeimquy26]$/

/** Returns whether a text is a bcrypt hash that may be stored as it is: complete, with a cost of 8 to 14. */
export const isImportableHash = (text: string): boolean => importable.test(text)

/** Returns whether a text starts as a bcrypt hash, complete or not. */
export const startsAsHash = (text: string): boolean => /^\$2[a-z]?\$\d\d\$/.test(text)

/**
 * Hashing a password occupies a processor core for about 60 ms. So at most as many run at once as there are cores, and
 * at most three: Node has four threads, and files and DNS need one. Callers who would wait for seconds are refused.
 */
const usualBounds: WorkBounds = {
  running: Math.max(1, Math.min(3, availableParallelism())),
  waiting: 64,
}

/**
 * Returns bcrypt hashing with bounded concurrency: `hash` and `matches` throw SERVER_BUSY when the queue is full.
 *
 * @param cost the cost of bcrypt: each step doubles the time. 4.11 uses 10.
 */
export function bcryptPasswords(cost: number, bounds: WorkBounds = usualBounds): Passwords {
  const bounded = boundedWork(bounds)
  const hashed = async (password: string) => (await bcrypt()).hash(password, { cost, version: '2y' })
  let nobody: Promise<string> | undefined
  return {
    hash: (password) => bounded(() => hashed(password)),
    hashInBackground: (password) => bounded(() => hashed(password), 'background'),
    matches: (password, stored) =>
      bounded(async () => {
        const { verify } = await bcrypt()
        if (stored && stored !== noPassword) return verify(password, stored)
        nobody ??= hashed('a password that no account has')
        await verify(password, await nobody)
        return false
      }),
  }
}
