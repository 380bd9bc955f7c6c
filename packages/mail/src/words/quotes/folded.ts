/** In characters. A longer line does not introduce a quote, so it is ignored. */
const longest = 600

const zeros = [0x0660, 0x06f0]

/**
 * Normalizes a line for comparison: lower case, single blanks, no bidi marks, European digits, `:` for its full-width
 * form. Returns an empty string for a line that is too long to introduce a quote.
 */
export function folded(line: string): string {
  if (line.length > longest) return ''
  let text = ''
  let blank = false
  // The lower case of the Turkish İ includes a combining dot.
  for (const character of line.toLowerCase().replaceAll('i\u0307', 'i').normalize('NFC')) {
    if (isDirection(character)) continue
    if (character.trim() === '') {
      blank = true
      continue
    }
    if (blank && text !== '') text += ' '
    blank = false
    text += spelling(character)
  }
  return text
}

function spelling(character: string): string {
  if (character === '：') return ':'
  const code = character.charCodeAt(0)
  const zero = zeros.find((each) => code >= each && code < each + 10)
  return zero === undefined ? character : String(code - zero)
}

const isDirection = (character: string) =>
  (character >= '\u200b' && character <= '\u200f') ||
  (character >= '\u202a' && character <= '\u202e') ||
  (character >= '\u2060' && character <= '\u2069') ||
  character === '\ufeff'

/** Returns whether the last visible character of a line is one of these. */
export function endsWithOne(line: string, characters: string): boolean {
  for (let at = line.length - 1; at >= Math.max(0, line.length - longest); at--) {
    const character = line.charAt(at)
    if (character.trim() !== '' && !isDirection(character)) return characters.includes(character)
  }
  return false
}

/** Returns whether the text consists of these characters only. */
export function consistsOf(text: string, characters: string): boolean {
  for (const character of text) if (!characters.includes(character)) return false
  return true
}

/** Trims these characters from both ends. */
export function stripped(text: string, characters: string): string {
  let start = 0
  let end = text.length
  while (start < end && characters.includes(text.charAt(start))) start++
  while (end > start && characters.includes(text.charAt(end - 1))) end--
  return text.slice(start, end)
}
