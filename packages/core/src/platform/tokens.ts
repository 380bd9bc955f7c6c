import { createHash, hash, timingSafeEqual } from 'node:crypto'
import type { Random } from './random.js'

/** Returns a token: 20 random bytes as 40 hexadecimal digits. */
export function randomToken(random: Random): string {
  return Buffer.from(random.bytes(20)).toString('hex')
}

/** Returns the SHA-256 of a token. Only this is stored, so that a stolen database opens no session. */
export const tokenHash = (token: string): string => hash('sha256', token)

/** Compares texts in constant time. */
export function sameText(one: string, other: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(one), digest(other))
}
