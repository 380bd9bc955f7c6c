import { isBlank, type Line } from '../line.js'
import { belowWords } from './attribution-words.js'
import { findQuotes, type Quote } from './find.js'
import { endsWithOne, folded } from './folded.js'

/** Who says "see below" says it in few words, in so many lines at most. */
const mostShortLines = 12

/**
 * The lines of an answer without what it quotes. Everything stays where a person writes between quotes, says that the
 * answers stand below, or has written nothing besides.
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

/** Makes one of quotes with nothing but blank lines between them. */
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
 * The one quote of the mail that is answered. A person who answers it piece by piece quotes several. Where only the last
 * one has an attribution, the others are what the person quotes from elsewhere.
 */
function answeredQuote(lines: readonly Line[], quotes: readonly Quote[]): Quote | 'several' | undefined {
  const last = quotes.at(-1)
  if (last === undefined || quotes.length === 1) return last
  const isLastAlone = quotes.findIndex(({ isIntroduced }) => isIntroduced) === quotes.length - 1
  return isLastAlone && areBlank(lines, last.end, lines.length) ? last : 'several'
}

/** Whether a quote is one for sure, and goes without taking the sense from what a person wrote around it. */
function isRemovable(lines: readonly Line[], { start, end, isIntroduced }: Quote, isOnly: boolean): boolean {
  const isLast = areBlank(lines, end, lines.length)
  if (!isLast) return isIntroduced && areBlank(lines, 0, start)
  return isIntroduced || (isOnly && lines[start]?.cited === true && !isIntroducedByHand(lines, start))
}

/** "The log says:" right above quoted lines: the person quotes something else. */
const isIntroducedByHand = (lines: readonly Line[], start: number) =>
  endsWithOne(lines[start - 1]?.words ?? '', ':：')

function areBlank(lines: readonly Line[], start: number, end: number): boolean {
  for (let at = start; at < end; at++) {
    const line = lines[at]
    if (line && !isBlank(line)) return false
  }
  return true
}

/** Whether the few words above a quote that has no marks say that answers stand within it. */
function pointsBelow(lines: readonly Line[]): boolean {
  const own = lines.filter((line) => !isBlank(line))
  if (own.length > mostShortLines) return false
  return own.some(({ words }) => {
    const text = folded(words)
    return belowWords.some((word) => hasWord(text, word))
  })
}

/** Whether a text has the word, not as a part of another one where the language has blanks. */
function hasWord(text: string, word: string): boolean {
  const at = text.indexOf(word)
  if (at === -1) return false
  return (
    word > '\u3000' || (!isAlphabetic(text.charAt(at - 1)) && !isAlphabetic(text.charAt(at + word.length)))
  )
}

const isAlphabetic = (character: string) => character.toLowerCase() !== character.toUpperCase()
