/** A line of a mail, as far as quotes matter. */
export interface Line {
  /** The line as it is shown, with the marks of its quote. */
  readonly shown: string
  /** The line without the marks of its quote. */
  readonly words: string
  /** How often it is quoted: the number of `>` before it, or of HTML block quotes around it. */
  readonly depth: number
  /** It is quoted for sure: HTML of mail programs says so, not only a block quote that may be an indentation. */
  readonly cited: boolean
  /** `intro`: HTML says that it introduces a quote. `rest`: HTML says that from here on all is quoted. */
  readonly mark: 'intro' | 'rest' | undefined
}

/** A text of more lines is no letter: its lines are not looked at, and all of it is kept. */
export const mostLines = 100_000

/** Whether a text has at most `mostLines` lines. */
export function isLetter(text: string): boolean {
  let lines = 1
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1))
    if (++lines > mostLines) return false
  return true
}

/** A line is blank when it has nothing but white space. */
export const isBlank = ({ words }: Line): boolean => words.trim() === ''

/** Lines of plain text; `>` at the beginning of a line quotes it. */
export const linesOfText = (text: string): Line[] => text.split('\n').map(lineOfText)

function lineOfText(shown: string): Line {
  const { depth, end } = quoteMarks(shown)
  return { shown, words: depth === 0 ? shown : shown.slice(end), depth, cited: depth > 0, mark: undefined }
}

/** The number of `>` at the beginning, blanks between them, and where they end. */
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
