import { alphabets } from './alphabets.js'
import { decodeAs, decodeBeginning } from './decode-as.js'
import { type Script, scripts } from './scripts.js'

/** In bytes: a text goes on as it begins. */
const sampleSize = 8192
/** Of the common characters that a text of a script should have, so many must be there. */
const likeness = 0.7

/** How far a text is from ASCII. */
interface Shape {
  /** Bytes beyond ASCII outside of tags. */
  readonly high: number
  /** Whether they stand in rows, as in scripts other than the Latin one, where accents stand alone. */
  readonly inRows: boolean
}

/**
 * Returns the charset in which bytes beyond ASCII make the most sense, `windows-1252` when none stands out. General
 * detectors judge by sequences of letters, for which subjects, names and short mails are too short; this one judges by
 * how many characters are among the most common ones of a script, and of an alphabet.
 */
export function detectCharset(bytes: Uint8Array): string {
  const sample = sampleOf(bytes)
  return scriptOf(sample) ?? latinOf(sample)
}

/** Returns the charset of a text in another script than Latin, undefined for texts that may well be Latin. */
export function detectScript(bytes: Uint8Array): string | undefined {
  return scriptOf(sampleOf(bytes))
}

/** The piece from the first byte beyond ASCII on: no character is cut at its beginning. */
function sampleOf(bytes: Uint8Array): Uint8Array {
  const start = bytes.findIndex((byte) => byte >= 0x80)
  return start < 0 ? bytes.subarray(0, 0) : bytes.subarray(start, start + sampleSize)
}

function scriptOf(sample: Uint8Array): string | undefined {
  const { high, inRows } = shapeOf(sample)
  const best = scripts
    .filter(({ wide }) => (wide ? high >= 3 : inRows && high >= 5))
    .map((script) => ({ encoding: script.encoding, score: scoreOf(script, sample) }))
    .reduce((one, other) => (other.score > one.score ? other : one), { encoding: '', score: 0 })
  return best.score >= likeness ? best.encoding : undefined
}

function shapeOf(sample: Uint8Array): Shape {
  let high = 0
  let followers = 0
  let inTag = false
  let before = 0
  for (const byte of sample) {
    if (byte === 60 || byte === 62) inTag = byte === 60
    if (byte >= 0x80 && !inTag) {
      high++
      if (before >= 0x80) followers++
    }
    before = byte
  }
  return { high, inRows: followers >= 0.6 * high }
}

/** 1 when a text has as many common characters as one should. */
function scoreOf({ encoding, isCommon, share }: Script, sample: Uint8Array): number {
  let [total, common, wrong] = [0, 0, 0]
  // The last character may be cut.
  for (const character of decodeBeginning(encoding, sample)) {
    if (character < '\u0080') continue
    total++
    if (isCommon(character)) common++
    else if (isUnlikely(character)) wrong++
  }
  return total === 0 ? 0 : (common - 2 * wrong) / total / share
}

/** Control characters, private ones, Katakana of half width, and what could not be decoded. */
const isUnlikely = (character: string) =>
  character < '\u00a0' ||
  (character >= '\ue000' && character <= '\uf8ff') ||
  (character >= '\uff61' && character <= '\uff9f') ||
  character === '\ufffd'

/** Punctuation that any language may have. */
const marks = '\u00a0«»“”„‘’‚–—…€§°·©®™•'
const isLetter = /\p{L}/u

function latinOf(sample: Uint8Array): string {
  const western = 'windows-1252'
  // Where it has nothing but punctuation there, any other charset could only add wrong letters.
  if (lettersOf(decodeAs(western, sample)).length === 0) return western
  let best = { encoding: western, fit: 0 }
  for (const { encodings, letters } of alphabets)
    for (const encoding of encodings) {
      const found = lettersOf(decodeAs(encoding, sample))
      const known = found.filter((letter) => letters.includes(letter)).length
      const fit = found.length === 0 ? 0 : known / found.length
      if (fit > best.fit) best = { encoding, fit }
    }
  return best.encoding
}

/** The characters beyond ASCII, and signs where only letters can stand: "dzia³a", but not "5 m³". */
function lettersOf(text: string): string[] {
  const characters = [...text.toLowerCase()]
  return characters.filter((character, place) => {
    if (character < '\u0080' || marks.includes(character)) return false
    return isLetter.test(character) || isLetter.test(characters[place + 1] ?? '')
  })
}
