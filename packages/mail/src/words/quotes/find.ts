import { isBlank, type Line } from '../line.js'
import { type Attribution, attributionEndingAt } from './attribution.js'
import { endsWithOne } from './folded.js'
import { isHeaderBlock } from './header-block.js'
import { isForwardMark, isOriginalSeparator, isRule } from './separator.js'

/** A run of quoted lines, with the attribution above them. */
export interface Quote {
  readonly start: number
  readonly end: number
  /** Whether an attribution is above it. */
  readonly isIntroduced: boolean
}

/** Where the quotes of a mail are. */
export interface Quotes {
  readonly quotes: readonly Quote[]
  /** The index of the line from which on everything is quoted, regardless of marks. Undefined if there is none. */
  readonly rest: number | undefined
}

/** Maximum number of blank lines between an attribution and its quote, or between a rule and a copied header. */
const mostBlanks = 3
/** How many lines of quoted HTML to search for the mark of a forwarded mail. */
const forwardWithin = 4

const isQuoted = (line: Line | undefined) => line !== undefined && (line.depth > 0 || line.cited)

/** Finds the quotes of an answer, in time linear in the number of lines. */
export function findQuotes(lines: readonly Line[]): Quotes {
  const quotes: Quote[] = []
  let at = 0
  while (at < lines.length) {
    const line = lines[at]
    if (line === undefined) break
    if (isQuoted(line)) {
      const end = endOfQuote(lines, at)
      if (isForwarded(lines, at, end)) break
      const start = introOf(lines, at, quotes.at(-1)?.end ?? 0)
      quotes.push({ start: start ?? at, end, isIntroduced: start !== undefined })
      at = end
      continue
    }
    const isHeader = isHeaderBlock(lines, at)
    // Keep a forwarded or copied mail, and everything after it.
    if (isForwardMark(line) || (isHeader && isIntroducedByHand(lines, at))) break
    if (line.mark === 'rest' || isOriginalSeparator(line) || isHeader)
      return { quotes, rest: withRules(lines, at) }
    const sure = sureAttribution(lines, at)
    if (sure) return { quotes, rest: sure.start }
    at++
  }
  return { quotes, rest: undefined }
}

/** Returns the end of the quoted lines that begin here, including blank lines among them. */
function endOfQuote(lines: readonly Line[], start: number): number {
  let end = start + 1
  for (let at = end; at < lines.length; at++) {
    const line = lines[at]
    if (isQuoted(line)) end = at + 1
    else if (line === undefined || !isBlank(line)) break
  }
  return end
}

/** Returns whether quoted HTML without a depth begins like a forwarded mail. */
function isForwarded(lines: readonly Line[], start: number, end: number): boolean {
  for (let at = start; at < Math.min(end, start + forwardWithin); at++) {
    const line = lines[at]
    if (line?.depth === 0 && isForwardMark(line)) return true
  }
  return false
}

/** Returns the first line of the introduction of the quote that begins here, not before `from`, or undefined. */
function introOf(lines: readonly Line[], quote: number, from: number): number | undefined {
  const last = lastWordsBefore(lines, quote, from)
  if (last === undefined) return undefined
  let start = last
  while (start > from && lines[start - 1]?.mark === 'intro') start--
  if (lines[last]?.mark === 'intro') return start
  const attribution = attributionEndingAt(lines, last)
  return attribution && attribution.start >= from ? attribution.start : undefined
}

function lastWordsBefore(lines: readonly Line[], before: number, from: number): number | undefined {
  for (let at = before - 1; at >= Math.max(from, before - 1 - mostBlanks); at--) {
    const line = lines[at]
    if (line && !isBlank(line)) return at
  }
  return undefined
}

/**
 * Returns whether a line like "Bob wrote me this:" precedes a copied header: then it is not the mail being answered.
 */
function isIntroducedByHand(lines: readonly Line[], header: number): boolean {
  const last = lastWordsBefore(lines, header, 0)
  return last !== undefined && endsWithOne(lines[last]?.words ?? '', ':：')
}

/** Returns an attribution that ends at this line, is certain without `>` marks, and has none after it. */
function sureAttribution(lines: readonly Line[], last: number): Attribution | undefined {
  const attribution = attributionEndingAt(lines, last)
  if (!attribution?.isSure) return undefined
  for (let at = last + 1; at <= last + 1 + mostBlanks; at++) {
    const line = lines[at]
    if (line && !isBlank(line)) return isQuoted(line) ? undefined : attribution
  }
  return undefined
}

/** Returns the first rule directly above the line, or the line itself if there is none. */
function withRules(lines: readonly Line[], start: number): number {
  let first = start
  for (let at = start - 1; at >= 0 && first - at <= mostBlanks; at--) {
    const line = lines[at]
    if (line === undefined || !(isBlank(line) || isRule(line))) break
    if (isRule(line)) first = at
  }
  return first
}
