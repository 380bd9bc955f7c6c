import { foldedText } from '@opensupports/core'

/**
 * Code points that may be changed by folding. Excludes Han, Hangul, surrogates, private use areas and most planes above
 * the first.
 */
const ranges = [
  [0x80, 0x33ff],
  [0xa000, 0xabff],
  [0xf900, 0xffff],
  [0x10400, 0x105ff],
  [0x10c80, 0x10cff],
  [0x118a0, 0x118df],
  [0x16e40, 0x16e9f],
  [0x1e900, 0x1e95f],
  [0x2f800, 0x2fa1f],
] as const

let spellings: Map<string, string[]> | undefined

/** Returns all letters that fold to this one, including itself. */
function spellingsOf(letter: string): readonly string[] {
  if (!spellings) {
    spellings = new Map()
    const addAll = (first: number, last: number) => {
      for (let code = first; code <= last; code++) {
        const character = String.fromCodePoint(code)
        const folded = foldedText(character)
        if (folded === character || folded === '') continue
        const known = spellings?.get(folded)
        if (known) known.push(character)
        else spellings?.set(folded, [character])
      }
    }
    addAll(0x41, 0x5a)
    for (const [first, last] of ranges) addAll(first, last)
  }
  return [letter, ...(spellings.get(letter) ?? [])]
}

const mark =
  '[\\x{300}-\\x{36f}\\x{1ab0}-\\x{1aff}\\x{1dc0}-\\x{1dff}\\x{20d0}-\\x{20ff}\\x{fe00}-\\x{fe0f}\\x{fe20}-\\x{fe2f}]*+'

/** Escapes a character for regular expressions. */
const literal = (character: string) =>
  /[\w\s]/.test(character) || character > '\x7f' ? character : `\\${character}`

/**
 * Returns a regular expression that matches `part` as a search over `foldedText` would, for databases that cannot fold.
 * Each letter becomes a class of all letters that fold to it, followed by optional combining marks. Possessive
 * quantifiers prevent backtracking.
 */
export function foldedPattern(part: string): string {
  const letters = [...foldedText(part)].map((letter) => {
    const class_ = `[${spellingsOf(letter).map(literal).join('')}]`
    const apart = letter.normalize('NFD')
    return `${apart === letter ? class_ : `(?:${class_}|${apart})`}${mark}`
  })
  // Some servers refuse an empty expression.
  return letters.join('') || '^'
}
