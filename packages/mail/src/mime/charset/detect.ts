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
  return scriptOf(sample)?.encoding ?? alphabetOf(sample).encoding
}

/** Charsets of Latin script: no text of another script is written in them. */
const latin = /^(?:windows-125[0247]|iso-8859-(?:[2-4]|1[03-6])|macintosh)$/
/** How much better another charset must fit than the one of the label. */
const advantage = 0.25
/** A text is of no Western language when so few of its letters beyond ASCII are of one, and it has some. */
const unlikelyWestern = 0.7
const leastLetters = 3

/** Returns the charset of bytes whose label can be read, but makes no sense; undefined when it may well be right. */
export function detectMistake(label: string, bytes: Uint8Array): string | undefined {
  const sample = sampleOf(bytes)
  const script = scriptOf(sample)
  if (script && script.encoding !== label) {
    const named = scripts.find(({ encoding }) => encoding === label)
    // Capitals count too: a text that shouts looks like a quiet one in another charset.
    const isBetter = named ? script.score - scoreOf(named, sample, true) > advantage : latin.test(label)
    if (isBetter) return script.encoding
  }
  if (script || label !== 'windows-1252') return undefined
  const { encoding, fit, western, letters } = alphabetOf(sample)
  return letters >= leastLetters && fit === 1 && western < unlikelyWestern ? encoding : undefined
}

/** The piece from the first byte beyond ASCII on: no character is cut at its beginning. */
function sampleOf(bytes: Uint8Array): Uint8Array {
  const start = bytes.findIndex((byte) => byte >= 0x80)
  return start < 0 ? bytes.subarray(0, 0) : bytes.subarray(start, start + sampleSize)
}

function scriptOf(sample: Uint8Array): { encoding: string; score: number } | undefined {
  const { high, inRows } = shapeOf(sample)
  const best = scripts
    .filter(({ wide }) => (wide ? high >= 3 : inRows && high >= 5))
    .map((script) => ({ encoding: script.encoding, score: scoreOf(script, sample) }))
    .reduce((one, other) => (other.score > one.score ? other : one), { encoding: '', score: 0 })
  return best.score >= likeness ? best : undefined
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
function scoreOf({ encoding, isCommon, share }: Script, sample: Uint8Array, capitals = false): number {
  let [total, common, wrong] = [0, 0, 0]
  // The last character may be cut.
  const text = decodeBeginning(encoding, sample)
  for (const character of capitals ? text.toLowerCase() : text) {
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
const marks = '\u00a0«»“”„‘’‚–—…€§°·©®™•µªº×÷±'
const isLetter = /\p{L}/u

/** How well a text fits the letters of a language. */
interface AlphabetFit {
  /** The charset in which it fits best. */
  readonly encoding: string
  /** The part of its letters beyond ASCII that are of the alphabet. */
  readonly fit: number
  /** The same for the alphabet of windows-1252 that fits best. */
  readonly western: number
  /** How many letters beyond ASCII it has in windows-1252. */
  readonly letters: number
}

function alphabetOf(sample: Uint8Array): AlphabetFit {
  const letters = lettersOf(decodeAs('windows-1252', sample)).length
  let best = { encoding: 'windows-1252', fit: 0, western: 0, letters }
  // Where it has nothing but punctuation there, any other charset could only add wrong letters.
  if (letters === 0) return { ...best, fit: 1, western: 1 }
  for (const alphabet of alphabets)
    for (const encoding of alphabet.encodings) {
      const found = lettersOf(decodeAs(encoding, sample))
      const known = found.filter((letter) => alphabet.letters.includes(letter)).length
      const fit = found.length === 0 ? 0 : known / found.length
      if (fit > best.fit) best = { ...best, encoding, fit }
      if (encoding === 'windows-1252') best = { ...best, western: Math.max(best.western, fit) }
    }
  return best
}

/** The characters beyond ASCII, and signs where only letters can stand: "dzia³a", but not "5 m³". */
function lettersOf(text: string): string[] {
  const characters = [...text.toLowerCase()]
  return characters.filter((character, place) => {
    if (character < '\u0080' || marks.includes(character)) return false
    return isLetter.test(character) || isLetter.test(characters[place + 1] ?? '')
  })
}
