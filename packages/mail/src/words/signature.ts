import { isBlank, type Line } from './line.js'
import { deviceWords, phoneWords } from './phone-words.js'
import { folded } from './quotes/folded.js'

/** A signature has few short lines; more than that may be what the mail is about. */
const mostSignatureLines = 8
const longestSignatureLine = 100
const longestPhoneLine = 80

/**
 * The lines of an answer without its signature: what follows the separator `-- ` of RFC 3676 when that is short, or the
 * line that a phone adds by itself. A greeting and other dashes begin no signature.
 */
export function withoutSignature(lines: readonly Line[]): readonly Line[] {
  let words = 0
  for (let at = lines.length - 1; at >= 0 && words <= mostSignatureLines; at--) {
    const line = lines[at]
    if (line === undefined || isBlank(line)) continue
    if (line.depth > 0 || line.cited || line.words.length > longestSignatureLine) break
    if (line.words === '-- ') return lines.slice(0, at)
    if (words === 0 && isPhoneLine(line)) return lines.slice(0, at)
    words++
  }
  return lines
}

function isPhoneLine({ words }: Line): boolean {
  if (words.length > longestPhoneLine) return false
  const text = folded(words)
  return (
    phoneWords.some((phrase) => text.startsWith(phrase)) && deviceWords.some((word) => text.includes(word))
  )
}
