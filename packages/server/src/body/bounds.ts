/** More members and entries than any call has, all objects and lists of a body together. */
const mostValues = 10_000

/** More objects and lists inside each other than any call has. */
const deepest = 32

const quote = 34
const backslash = 92
const opening = new Set([...'[{'].map((character) => character.charCodeAt(0)))
const closing = new Set([...']}'].map((character) => character.charCodeAt(0)))
const comma = 44

/** Whether a JSON text is small enough to build: looks at each character once, and builds nothing. */
export function isBoundedJson(text: string): boolean {
  let depth = 0
  let values = 1
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === quote) at = endOfString(text, at)
    else if (code === comma) values++
    else if (opening.has(code)) depth++
    else if (closing.has(code)) depth--
    if (depth > deepest || values > mostValues) return false
  }
  return true
}

/** Where the string ends that begins at `start`; the end of the text where it does not. */
function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === quote) return at
    if (code === backslash) at++
  }
  return text.length
}

/** Whether a form has at most `most` fields: counts what separates them, and builds nothing. */
export function isBoundedForm(text: string, most: number): boolean {
  let count = 1
  for (let at = text.indexOf('&'); at >= 0; at = text.indexOf('&', at + 1)) {
    if (++count > most) return false
  }
  return true
}
