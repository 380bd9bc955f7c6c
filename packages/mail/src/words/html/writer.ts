import type { Line } from '../line.js'

/** Block quotes within block quotes are shown up to this depth. */
const mostDepth = 50
/** In characters. Longer rows are shown as a line for each cell. */
const longestRow = 2000

/** How the lines that are written now are quoted. */
export interface Standing {
  readonly depth: number
  readonly cited: boolean
  readonly intro: boolean
}

/** Puts text in lines, as a browser would: blanks are one, and blank lines too. */
export class Writer {
  readonly lines: Line[] = []
  /** What the next words begin with, such as the number of an item. */
  prefix = ''
  /** Lines that have words, so far. */
  filled = 0
  #pieces: string[] = []
  /** The places of the pieces that are no words. */
  #addresses: number[] = []
  #owesBlank = false
  #owesLine = false
  #isRest = false
  #standing: Standing = { depth: 0, cited: false, intro: false }

  /** Says how the next words are quoted. A line ends where that changes. */
  stand(next: Standing): void {
    const { depth, cited, intro } = this.#standing
    if (next.depth === depth && next.cited === cited && next.intro === intro) return
    this.endLine()
    this.#standing = next
  }

  /** Adds text; runs of white space are one blank. */
  text(text: string): void {
    const words = hasRuns(text) ? text.replace(/[ \t\r\n\f]+/g, ' ') : text
    const start = words.startsWith(' ') ? 1 : 0
    const end = words.endsWith(' ') ? words.length - 1 : words.length
    if (start === 1) this.#owesBlank = true
    if (end <= start) return
    this.#put(words.slice(start, end).replaceAll('\u00a0', ' '))
    this.#owesBlank = end < words.length
  }

  /** Adds text whose white space stays as it is. */
  verbatim(text: string): void {
    let start = 0
    for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', start)) {
      if (at > start) this.#put(text.slice(start, at).replaceAll('\r', ''))
      this.newLine()
      start = at + 1
    }
    if (start < text.length) this.#put(text.slice(start).replaceAll('\u00a0', ' '))
  }

  /** Adds the address of a link, which is no word of the mail. */
  address(address: string): void {
    this.#owesBlank = true
    this.#put(`[${address}]`)
    this.#addresses.push(this.#pieces.length - 1)
  }

  /** The number of pieces in the line that is being written. */
  get length(): number {
    return this.#pieces.length
  }

  /** The line that is being written, from a piece on. */
  since(piece: number): string {
    return this.#pieces.slice(piece).join('')
  }

  #put(text: string): void {
    if (this.prefix !== '') this.#pieces.push(this.prefix)
    this.prefix = ''
    if (this.#owesBlank && this.#pieces.length > 0) this.#pieces.push(' ')
    this.#owesBlank = false
    this.#pieces.push(text)
  }

  /** Ends the line, even an empty one. */
  newLine(): void {
    if (!this.endLine()) this.#blankLine()
  }

  /** Ends the line if it has anything. Returns whether it had. */
  endLine(): boolean {
    if (this.#pieces.length === 0) {
      this.#owesBlank = false
      return false
    }
    const shown = visible(this.#pieces.join('')).trimEnd()
    const words = this.#addresses.length > 0 ? this.#wordsOfLine() : shown
    const isSeparator = shown === '--' && (this.#owesBlank || this.#pieces.at(-1)?.endsWith(' ') === true)
    this.#pieces = []
    this.#owesBlank = false
    if (shown.trim() === '') return false
    if (isSeparator) this.#add('-- ', '-- ')
    else this.#add(shown, words || shown)
    return true
  }

  /** The line without addresses of links. */
  #wordsOfLine(): string {
    for (const place of this.#addresses) this.#pieces[place] = ''
    this.#addresses = []
    return this.#pieces.join('').trimEnd()
  }

  /** Ends the line; a blank line comes before the next words. */
  endParagraph(): void {
    this.endLine()
    if (this.lines.length > 0) this.#owesLine = true
  }

  /** From the next line on, all is quoted. */
  beginRest(): void {
    this.endLine()
    this.#isRest = true
  }

  #add(shown: string, words: string): void {
    if (this.#owesLine) this.#blankLine()
    this.filled++
    this.#store(shown, words)
  }

  #blankLine(): void {
    this.#owesLine = false
    const last = this.lines.at(-1)
    if (last?.words !== '') this.#store('', '', last?.depth)
  }

  #store(shown: string, words: string, mostDeep = mostDepth): void {
    const { depth, cited, intro } = this.#standing
    const mark = this.#isRest ? 'rest' : intro ? 'intro' : undefined
    if (words !== '') this.#isRest = false
    const level = Math.min(depth, mostDeep)
    this.lines.push({ shown: `${'> '.repeat(level)}${shown}`.trimEnd(), words, depth: level, cited, mark })
  }

  /** Joins the lines from `start` on, one of each cell, into one. */
  joinCells(start: number): void {
    const cells = this.lines.slice(start).filter(({ words }) => words !== '')
    const [first] = cells
    if (first === undefined || cells.some(({ depth, mark }) => depth !== first.depth || mark !== first.mark))
      return
    const prefix = 2 * first.depth
    const length = cells.reduce((sum, { shown }) => sum + shown.length, 0)
    if (length > longestRow) return
    if (this.lines[start] !== first) start++
    this.lines.length = start
    const row = cells.map(({ shown }) => shown.slice(prefix)).join(' | ')
    this.lines.push({
      shown: first.shown.slice(0, prefix) + row,
      words: cells.map(({ words }) => words).join(' | '),
      depth: first.depth,
      cited: first.cited,
      mark: first.mark,
    })
    this.filled += 1 - cells.length
  }
}

/** Nothing, if the text has no more than characters that nobody sees, such as those that fill the preview of a mail. */
function visible(text: string): string {
  for (const character of text) if (!isUnseen(character)) return text
  return ''
}

const isUnseen = (character: string) =>
  character.trim() === '' ||
  character === '\u00ad' ||
  character === '\u034f' ||
  (character >= '\u200b' && character <= '\u200f') ||
  (character >= '\u2060' && character <= '\u2064')

/** Whether white space has to be made one blank. */
const hasRuns = (text: string) => (text.length > 1 ? /[\t\r\n\f]| {2}/.test(text) : text.trim() === '')
