import { isBlank, type Line } from './line.js'
import { deviceWords, phoneWords } from './phone-words.js'
import { folded } from './quotes/folded.js'

/** Maximum size of a signature. Longer text may be the content of the mail. */
const mostSignatureLines = 8
const longestSignatureLine = 100
const longestPhoneLine = 80

/**
 * Removes the signature of an answer: a short text after the separator `-- ` (RFC 3676), or the line that a phone adds.
 * A greeting or other dashes do not begin a signature.
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
