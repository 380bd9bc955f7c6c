import { alphabets } from './alphabets.js'
import { decodeAs, decodeBeginning } from './decode-as.js'
import { type Script, scripts } from './scripts.js'

/** How many bytes to look at. The rest of a text is like its beginning. */
const sampleSize = 8192
/** Minimum share of the common characters expected for a script. */
const likeness = 0.7

/** How much of a text is beyond ASCII. */
interface Shape {
  /** Number of bytes beyond ASCII outside of tags. */
  readonly high: number
  /** Whether they mostly follow each other, as in non-Latin scripts. Accented Latin letters stand alone. */
  readonly inRows: boolean
}

/**
 * Returns the charset in which the bytes beyond ASCII make the most sense; `windows-1252` if none stands out. General
 * detectors use letter sequences, for which subjects, names and short mails are too short. This one counts how many
 * characters are common in a script or an alphabet.
 */
export function detectCharset(bytes: Uint8Array): string {
  const sample = sampleOf(bytes)
  return scriptOf(sample)?.encoding ?? alphabetOf(sample).encoding
}

/** Charsets of Latin script only. */
const latin = /^(?:windows-125[0247]|iso-8859-(?:[2-4]|1[03-6])|macintosh)$/
/** How much better another charset must fit than the labelled one. */
const advantage = 0.25
/** If a text has letters beyond ASCII, and a smaller share of them belongs to a Western language, it is not Western. */
const unlikelyWestern = 0.7
const leastLetters = 3

/**
 * Returns the charset of bytes that decode with their label but make no sense. Returns undefined if the label may be
 * right.
 */
export function detectMistake(label: string, bytes: Uint8Array): string | undefined {
  const sample = sampleOf(bytes)
  const script = scriptOf(sample)
  if (script && script.encoding !== label) {
    const named = scripts.find(({ encoding }) => encoding === label)
    // Capitals count too: an upper-case text looks like lower case in another charset.
    const isBetter = named ? script.score - scoreOf(named, sample, true) > advantage : latin.test(label)
    if (isBetter) return script.encoding
  }
  if (script || label !== 'windows-1252') return undefined
  const { encoding, fit, western, letters } = alphabetOf(sample)
  return letters >= leastLetters && fit === 1 && western < unlikelyWestern ? encoding : undefined
}

/** Returns the bytes from the first one beyond ASCII on, so that no character is cut at the beginning. */
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

/** Returns how many common characters a text has, relative to the expected share: 1 for a usual text. */
function scoreOf({ encoding, isCommon, share }: Script, sample: Uint8Array, capitals = false): number {
  let [total, common, wrong] = [0, 0, 0]
  // The last character may be cut off.
  const text = decodeBeginning(encoding, sample)
  for (const character of capitals ? text.toLowerCase() : text) {
    if (character < '\u0080') continue
    total++
    if (isCommon(character)) common++
    else if (isUnlikely(character)) wrong++
  }
  return total === 0 ? 0 : (common - 2 * wrong) / total / share
}

/** Control characters, private use, half-width Katakana, and characters that could not be decoded. */
const isUnlikely = (character: string) =>
  character < '\u00a0' ||
  (character >= '\ue000' && character <= '\uf8ff') ||
  (character >= '\uff61' && character <= '\uff9f') ||
  character === '\ufffd'

/** Punctuation that occurs in any language. */
const marks = '\u00a0«»“”„‘’‚–—…€§°·©®™•µªº×÷±'
const isLetter = /\p{L}/u

/** How well a text fits the letters of a language. */
interface AlphabetFit {
  /** The charset that fits best. */
  readonly encoding: string
  /** The share of its letters beyond ASCII that belong to the alphabet. */
  readonly fit: number
  /** The same share for the best alphabet of windows-1252. */
  readonly western: number
  /** The number of letters beyond ASCII when read as windows-1252. */
  readonly letters: number
}

function alphabetOf(sample: Uint8Array): AlphabetFit {
  const letters = lettersOf(decodeAs('windows-1252', sample)).length
  let best = { encoding: 'windows-1252', fit: 0, western: 0, letters }
  // If windows-1252 gives only punctuation, any other charset could only add wrong letters.
  if (letters === 0) return { ...best, fit: 1, western: 1 }
  for (const alphabet of alphabets)
    for (const encoding of alphabet.encodings) {
      const decodedLetters = lettersOf(decodeAs(encoding, sample))
      const known = decodedLetters.filter((letter) => alphabet.letters.includes(letter)).length
      const fit = decodedLetters.length === 0 ? 0 : known / decodedLetters.length
      if (fit > best.fit) best = { ...best, encoding, fit }
      if (encoding === 'windows-1252') best = { ...best, western: Math.max(best.western, fit) }
    }
  return best
}

/**
 * Returns the characters beyond ASCII that are letters, or signs in the place of a letter: "dzia³a", but not "5 m³".
 */
function lettersOf(text: string): string[] {
  const characters = [...text.toLowerCase()]
  return characters.filter((character, place) => {
    if (character < '\u0080' || marks.includes(character)) return false
    return isLetter.test(character) || isLetter.test(characters[place + 1] ?? '')
  })
}
