import { foldedText } from '@opensupports/core'

/** A character as so many bits. Characters beyond them share values: what the index finds is compared again. */
const bitsOf = (code: number, size: number) =>
  code < 1 << size ? code : Math.imul(code, 0x9e3779b1) >>> (32 - size)

/** Three characters as one number of 32 bits, so that grams with the same first two follow each other. */
const gramOf = (one: number, two: number, three: number): number =>
  ((bitsOf(one, 11) << 21) | (bitsOf(two, 11) << 10) | bitsOf(three, 10)) >>> 0

function codesOf(text: string): number[] {
  const codes: number[] = []
  for (const character of foldedText(text)) codes.push(character.codePointAt(0) ?? 0)
  return codes
}

/** The number of characters that a search by the index compares: it finds nothing shorter than two. */
export const indexLength = (text: string): number => [...foldedText(text)].length

/** Characters after which long texts let others take a turn. */
export const sliceLength = 20_000

/** Returns the grams of a part of a text, the last two with zeros in place of what follows the text. May repeat some. */
export function gramsOf(text: string): number[] {
  const codes = codesOf(text)
  return codes.map((code, place) => gramOf(code, codes[place + 1] ?? 0, codes[place + 2] ?? 0))
}

/** Returns the different grams that each text with this part has. */
export function gramsWithin(part: string): number[] {
  const codes = codesOf(part)
  const grams = codes.slice(2).map((code, place) => gramOf(codes[place] ?? 0, codes[place + 1] ?? 0, code))
  return [...new Set(grams)]
}

/** Returns the first and the last gram that begin with two characters. */
export function gramsFrom(part: string): readonly [first: number, last: number] {
  const [one = 0, two = 0] = codesOf(part)
  const first = gramOf(one, two, 0)
  return [first, first + 0x3ff]
}
