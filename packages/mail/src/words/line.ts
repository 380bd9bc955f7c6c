/** A line of a mail, with what detecting quotes needs. */
export interface Line {
  /** The line as shown, with its quote marks. */
  readonly shown: string
  /** The line without its quote marks. */
  readonly words: string
  /** The quote depth: the number of `>` before it, or of HTML block quotes around it. */
  readonly depth: number
  /** Whether it is certainly a quote: a plain HTML block quote may be an indentation. */
  readonly cited: boolean
  /** `intro`: HTML marks it as the introduction of a quote. `rest`: HTML marks everything from here on as quoted. */
  readonly mark: 'intro' | 'rest' | undefined
}

/** A longer text is not analysed, and all of it is kept. */
export const mostLines = 100_000

/** Returns whether a text has at most `mostLines` lines. */
export function isLetter(text: string): boolean {
  let lines = 1
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1))
    if (++lines > mostLines) return false
  return true
}

/** Returns whether a line has only white space. */
export const isBlank = ({ words }: Line): boolean => words.trim() === ''

/** Splits plain text into lines. `>` at the beginning of a line quotes it. */
export const linesOfText = (text: string): Line[] => text.split('\n').map(lineOfText)

function lineOfText(shown: string): Line {
  const { depth, end } = quoteMarks(shown)
  return { shown, words: depth === 0 ? shown : shown.slice(end), depth, cited: depth > 0, mark: undefined }
}

/** Counts the `>` at the beginning, with blanks between them, and returns the index of their end. */
function quoteMarks(line: string): { depth: number; end: number } {
  let depth = 0
  let end = 0
  for (let at = 0; at < line.length; at++) {
    const character = line[at]
    if (character === '>') {
      depth++
      end = at + 1
    } else if (character !== ' ') break
  }
  return { depth, end }
}
