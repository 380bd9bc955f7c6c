import { isBlank, type Line } from '../line.js'
import { belowWords } from './attribution-words.js'
import { findQuotes, type Quote } from './find.js'
import { endsWithOne, folded } from './folded.js'

/** Maximum number of lines of an answer like "see below". */
const mostShortLines = 12

/**
 * Removes the quote from the lines of an answer. Keeps all lines if the sender wrote between quotes, wrote that the
 * answers are below, or wrote nothing else.
 */
export function withoutQuotes(lines: readonly Line[]): readonly Line[] {
  const { quotes, rest } = findQuotes(lines)
  const before = rest === undefined ? lines : lines.slice(0, rest)
  if (rest !== undefined && pointsBelow(before)) return lines
  const answered = answeredQuote(lines, joined(lines, quotes))
  if (answered === 'several') return lines
  const isQuote = answered && isRemovable(before, answered, rest === undefined)
  const own = isQuote ? [...before.slice(0, answered.start), ...before.slice(answered.end)] : before
  return own.every(isBlank) ? lines : own
}

/** Merges quotes that have only blank lines between them. */
function joined(lines: readonly Line[], quotes: readonly Quote[]): Quote[] {
  const all: Quote[] = []
  for (const quote of quotes) {
    const last = all.at(-1)
    if (last && areBlank(lines, last.end, quote.start)) all[all.length - 1] = { ...last, end: quote.end }
    else all.push(quote)
  }
  return all
}

/**
 * Returns the quote of the answered mail. Several quotes mean answers in between, unless only the last one has an
 * attribution: then the others are quoted from elsewhere.
 */
function answeredQuote(lines: readonly Line[], quotes: readonly Quote[]): Quote | 'several' | undefined {
  const last = quotes.at(-1)
  if (last === undefined || quotes.length === 1) return last
  const isLastAlone = quotes.findIndex(({ isIntroduced }) => isIntroduced) === quotes.length - 1
  return isLastAlone && areBlank(lines, last.end, lines.length) ? last : 'several'
}

/** Returns whether a quote is certain, and can be removed without losing the context of what the sender wrote. */
function isRemovable(lines: readonly Line[], { start, end, isIntroduced }: Quote, isOnly: boolean): boolean {
  const isLast = areBlank(lines, end, lines.length)
  if (!isLast) return isIntroduced && areBlank(lines, 0, start)
  return isIntroduced || (isOnly && lines[start]?.cited === true && !isIntroducedByHand(lines, start))
}

/** "The log says:" directly above quoted lines: the sender quotes something else. */
const isIntroducedByHand = (lines: readonly Line[], start: number) =>
  endsWithOne(lines[start - 1]?.words ?? '', ':：')

function areBlank(lines: readonly Line[], start: number, end: number): boolean {
  for (let at = start; at < end; at++) {
    const line = lines[at]
    if (line && !isBlank(line)) return false
  }
  return true
}

/** Returns whether the few words above an unmarked quote say that the answers are within it. */
function pointsBelow(lines: readonly Line[]): boolean {
  const own = lines.filter((line) => !isBlank(line))
  if (own.length > mostShortLines) return false
  return own.some(({ words }) => {
    const text = folded(words)
    return belowWords.some((word) => hasWord(text, word))
  })
}

/** Returns whether a text has the word, as a whole word in languages with blanks. */
function hasWord(text: string, word: string): boolean {
  const at = text.indexOf(word)
  if (at === -1) return false
  return (
    word > '\u3000' || (!isAlphabetic(text.charAt(at - 1)) && !isAlphabetic(text.charAt(at + word.length)))
  )
}

const isAlphabetic = (character: string) => character.toLowerCase() !== character.toUpperCase()
