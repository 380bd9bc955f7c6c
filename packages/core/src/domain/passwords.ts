import { hash, verify } from '@node-rs/bcrypt'

/** Hashes and compares passwords, in the form that 4.11 reads and writes. */
export interface Passwords {
  hash(password: string): Promise<string>
  /** Takes as long for an account that does not exist, or has no password: pass undefined for its hash. */
  matches(password: string, hash: string | undefined): Promise<boolean>
}

/** What stands for the password of an account that has none yet: no text matches it. */
export const noPassword = '!'

/** @param cost bcrypt's: each step doubles the time. 4.11 uses 10. */
export function bcryptPasswords(cost: number): Passwords {
  let nobody: Promise<string> | undefined
  return {
    hash: (password) => hash(password, { cost, version: '2y' }),
    async matches(password, stored) {
      if (stored && stored !== noPassword) return verify(password, stored)
      nobody ??= hash('a password that no account has', {
        cost,
        version: '2y',
      })
      await verify(password, await nobody)
      return false
    },
  }
}
