import type { Line } from '../line.js'

/** Maximum depth of quote marks. */
const mostDepth = 50
/** In characters. A longer row gets one line per cell. */
const longestRow = 2000

/** The quote state of the lines being written. */
export interface Standing {
  readonly depth: number
  readonly cited: boolean
  readonly intro: boolean
}

/** Collects text in lines, as a browser would: collapses runs of blanks and of blank lines. */
export class Writer {
  readonly lines: Line[] = []
  /** Text to put before the next words, such as the number of an item. */
  prefix = ''
  /** The number of lines with words so far. */
  filled = 0
  #pieces: string[] = []
  /** The indexes of the pieces that are link addresses. */
  #addresses: number[] = []
  #owesBlank = false
  #owesLine = false
  #isRest = false
  #standing: Standing = { depth: 0, cited: false, intro: false }

  /** Sets the quote state of the next words. Ends the line if it changes. */
  stand(next: Standing): void {
    const { depth, cited, intro } = this.#standing
    if (next.depth === depth && next.cited === cited && next.intro === intro) return
    this.endLine()
    this.#standing = next
  }

  /** Adds text, and collapses white space. */
  text(text: string): void {
    const words = hasRuns(text) ? text.replace(/[ \t\r\n\f]+/g, ' ') : text
    const start = words.startsWith(' ') ? 1 : 0
    const end = words.endsWith(' ') ? words.length - 1 : words.length
    if (start === 1) this.#owesBlank = true
    if (end <= start) return
    this.#put(words.slice(start, end).replaceAll('\u00a0', ' '))
    this.#owesBlank = end < words.length
  }

  /** Adds text, and keeps its white space. */
  verbatim(text: string): void {
    let start = 0
    for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', start)) {
      if (at > start) this.#put(text.slice(start, at).replaceAll('\r', ''))
      this.newLine()
      start = at + 1
    }
    if (start < text.length) this.#put(text.slice(start).replaceAll('\u00a0', ' '))
  }

  /** Adds the address of a link, which does not count as words of the mail. */
  address(address: string): void {
    this.#owesBlank = true
    this.#put(`[${address}]`)
    this.#addresses.push(this.#pieces.length - 1)
  }

  /** The number of pieces in the current line. */
  get length(): number {
    return this.#pieces.length
  }

  /** Returns the current line from a piece on. */
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

  /** Ends the line, even if it is empty. */
  newLine(): void {
    if (!this.endLine()) this.#blankLine()
  }

  /** Ends the line if it is not empty. Returns whether it was not empty. */
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

  /** Returns the line without addresses of links. */
  #wordsOfLine(): string {
    for (const place of this.#addresses) this.#pieces[place] = ''
    this.#addresses = []
    return this.#pieces.join('').trimEnd()
  }

  /** Ends the line, and puts a blank line before the next words. */
  endParagraph(): void {
    this.endLine()
    if (this.lines.length > 0) this.#owesLine = true
  }

  /** Marks everything from the next line on as quoted. */
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

  /** Joins the lines from `start` on, one per cell, into one line. */
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

/** Returns an empty string if all characters are invisible, such as those that pad the preview of a mail. */
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

/** Returns whether white space has to be collapsed. */
const hasRuns = (text: string) => (text.length > 1 ? /[\t\r\n\f]| {2}/.test(text) : text.trim() === '')
