/** A text this short stands in too many numbers to write them out. */
const shortest = 4
/** As many digits has a ticket number at most. */
const longest = 7

/**
 * Returns every number of at most seven digits that contains these digits, such as 1234, 12340 and 51234 for `1234`;
 * undefined for fewer than four digits, which too many numbers contain.
 */
export function numbersWith(digits: string): readonly number[] | undefined {
  if (digits.length < shortest) return undefined
  let texts = new Set([digits])
  const all = new Set(texts)
  for (let length = digits.length; length < longest; length++) {
    const longer = new Set<string>()
    for (const text of texts) {
      for (let digit = 0; digit < 10; digit++) longer.add(`${digit}${text}`).add(`${text}${digit}`)
    }
    for (const text of longer) all.add(text)
    texts = longer
  }
  // No number is written with a zero first.
  return [...all].filter((text) => text[0] !== '0').map(Number)
}

/** Returns whether a text has the length of a ticket's number. Few numbers contain such a text, and an index finds them. */
export const isWholeNumber = (text: string): boolean => /^[0-9]{6,7}$/.test(text)
