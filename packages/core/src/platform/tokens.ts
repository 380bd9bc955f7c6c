import { createHash, timingSafeEqual } from 'node:crypto'
import type { Random } from './random.js'

/** 20 random bytes as 40 hexadecimal digits: the form of every token. */
export function randomToken(random: Random): string {
  return Buffer.from(random.bytes(20)).toString('hex')
}

/** What is stored of a token: its SHA-256, so that a stolen database opens no session. */
export const tokenHash = (token: string) => createHash('sha256').update(token).digest('hex')

/** Compares in a time that tells nothing about where two texts differ. */
export function sameText(one: string, other: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(one), digest(other))
}
