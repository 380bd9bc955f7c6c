import type { Line } from '../line.js'
import { evidenceOf } from './evidence.js'
import { consistsOf, endsWithOne, folded, stripped } from './folded.js'
import { forwardWords, originalWords } from './separator-words.js'

const dashes = '-_=*~‐‑‒–—―─ '
const longestSeparator = 120
const longestForward = 80

/** Returns whether the line is "-----Original Message-----", in one of many languages. */
export function isOriginalSeparator({ words }: Line): boolean {
  const text = betweenDashes(words)
  return text !== undefined && originalWords.has(text)
}

/** Returns whether the line marks a forwarded mail: "Begin forwarded message:", "--- Forwarded message ---". */
export function isForwardMark({ words }: Line): boolean {
  const text = betweenDashes(words) ?? introduced(words)
  return text !== undefined && forwardWords.some((word) => text.includes(word))
}

/** Returns whether the line is a rule: only dashes, underscores or the like. */
export function isRule({ words }: Line): boolean {
  const text = words.trim()
  return text.length >= 3 && text.length <= longestSeparator && consistsOf(text, dashes)
}

function betweenDashes(words: string): string | undefined {
  if (words.length > longestSeparator || !endsWithOne(words, dashes)) return undefined
  const text = folded(words)
  const isDrawn = consistsOf(text.slice(0, 3), dashes) && consistsOf(text.slice(-2), dashes)
  return isDrawn && text.length > 5 ? stripped(text, dashes) : undefined
}

/** Returns a short line that ends with a colon and has no date or address, folded; undefined for any other line. */
function introduced(words: string): string | undefined {
  if (words.length > longestForward || !endsWithOne(words, ':：')) return undefined
  const text = folded(words)
  const { date, address } = evidenceOf(text)
  return date || address ? undefined : text
}
