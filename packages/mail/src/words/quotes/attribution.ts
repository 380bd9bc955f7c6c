import type { Line } from '../line.js'
import { introWords, wroteWords } from './attribution-words.js'
import { type Evidence, evidenceOf } from './evidence.js'
import { endsWithOne, folded, stripped } from './folded.js'

/** One or a few lines that say who wrote the quote below: "On Nov 25, 2026, Jane wrote:". */
export interface Attribution {
  /** The index of its first line. */
  readonly start: number
  /** Whether it has a date, a time and an address, so that what follows is quoted even without `>`. */
  readonly isSure: boolean
}

/** The maximum number of lines of a wrapped attribution. */
const mostLines = 4
/** How far from the start a date may begin: at most the name of a day comes before it. */
const dateWithin = 30

/** Returns the attribution whose last line is `last`, or undefined. */
export function attributionEndingAt(lines: readonly Line[], last: number): Attribution | undefined {
  if (!introduces(lines[last])) return undefined
  let candidate: Attribution | undefined
  let text = ''
  for (let start = last; start > last - mostLines; start--) {
    const first = foldedAt(lines, start)
    if (first === '') break
    text = stripped(`${first} ${text}`, '- ')
    const evidence = evidenceOf(text)
    const isKnown = wroteWords.some((word) => text.includes(word))
    const attribution = { start, isSure: isSure(text, evidence, isKnown) }
    const isWhole = evidence.date && (isKnown || evidence.address)
    if (isWhole && beginsOne(first)) return withName(lines, attribution, first, evidence)
    if (isWhole || (isKnown && evidence.address)) candidate ??= attribution
  }
  return candidate
}

/** The line above may have a name and an address, with the date on this line. */
function withName(
  lines: readonly Line[],
  attribution: Attribution,
  first: string,
  { address }: Evidence,
): Attribution {
  if (address || introWords.some((word) => first.startsWith(word))) return attribution
  const above = foldedAt(lines, attribution.start - 1)
  const isName = above.includes('<') && evidenceOf(above).address
  return isName ? { start: attribution.start - 1, isSure: attribution.isSure } : attribution
}

/** Returns the folded line if it may be part of an attribution; empty for a blank, quoted or missing line. */
function foldedAt(lines: readonly Line[], number: number): string {
  const line = lines[number]
  return line === undefined || line.depth > 0 || line.cited ? '' : folded(line.words)
}

/** Returns whether a line ends as an attribution does: "wrote:", or "wrote ----" of some web mailers. */
function introduces(line: Line | undefined): boolean {
  if (line === undefined || line.depth > 0 || line.cited) return false
  if (endsWithOne(line.words, ':：')) return true
  if (!endsWithOne(line.words, '-')) return false
  const text = folded(line.words)
  return text.endsWith('---') && wroteWords.some((word) => text.includes(word))
}

/**
 * Returns whether an attribution begins with this line: with a date, a word before a date, or a name and an address.
 */
function beginsOne(line: string): boolean {
  const text = stripped(line, '- ')
  if (introWords.some((word) => text.startsWith(word))) return true
  for (const character of text.slice(0, dateWithin)) if (character >= '0' && character <= '9') return true
  return !text.startsWith('<') && text.includes('@')
}

const isSure = (text: string, { date, time, address }: Evidence, isKnown: boolean) =>
  date && time && address && (isKnown || text.endsWith('>:'))
