/** The limit for members and entries of all objects and lists of a body together. */
const mostValues = 10_000

/** The limit for nesting of objects and lists. */
const deepest = 32

const quote = 34
const backslash = 92
const openingBracket = 91
const closingBracket = 93
const openingBrace = 123
const closingBrace = 125
const comma = 44

/** Returns whether a JSON text is within the limits. Scans each character once, without parsing. */
export function isBoundedJson(text: string): boolean {
  let depth = 0
  let values = 1
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === quote) at = endOfString(text, at)
    else if (code === comma) values++
    else if (code === openingBrace || code === openingBracket) depth++
    else if (code === closingBrace || code === closingBracket) depth--
    if (depth > deepest || values > mostValues) return false
  }
  return true
}

/** Returns the index after the string that begins at `start`, or the length of the text if the string does not end. */
function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === quote) return at
    if (code === backslash) at++
  }
  return text.length
}

/** Returns whether a form has at most `most` fields, by counting separators, without parsing. */
export function isBoundedForm(text: string, most: number): boolean {
  let count = 1
  for (let at = text.indexOf('&'); at >= 0; at = text.indexOf('&', at + 1)) {
    if (++count > most) return false
  }
  return true
}
