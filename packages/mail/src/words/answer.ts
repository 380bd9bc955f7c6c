import { type Flowed, linesOfFlowed } from './flowed.js'
import { linesOfHtml } from './html/index.js'
import { isBlank, isLetter, type Line, linesOfText } from './line.js'
import { withoutQuotes } from './quotes/index.js'
import { withoutSignature } from './signature.js'
import { isStub } from './stub.js'

/** The words of a mail in its two forms. */
export interface MailWords {
  /** The plain text as sent: lines of `format=flowed` are not joined yet. */
  readonly text: string | undefined
  readonly html: string | undefined
  /** Whether it answers another mail. If not, all of it is kept. */
  readonly isAnswer: boolean
  /** Set if the plain text is `format=flowed`. */
  readonly flowed?: Flowed | undefined
}

/**
 * Returns what the sender of a mail wrote, as plain text. Removes quotes and the signature of an answer where both are
 * certain, unless nothing else is left. Takes time linear in the length of the text.
 */
export function answerOf(mail: MailWords): { text: string } {
  const lines = linesOf(mail)
  if (typeof lines === 'string') return { text: lines }
  const whole = mail.isAnswer ? own(lines) : lines
  return { text: joined(whole) }
}

function own(lines: readonly Line[]): readonly Line[] {
  const words = withoutSignature(withoutQuotes(withoutSignature(lines)))
  return words.every(isBlank) ? lines : words
}

/**
 * Returns the lines of the plain text, or of the HTML if the plain text is a stub. Returns the plain text itself if it
 * has too many lines.
 */
function linesOf({ text, html, flowed }: MailWords): readonly Line[] | string {
  const plain = (text ?? '').replaceAll('\r\n', '\n').replaceAll('\r', '\n')
  const fromHtml = html?.trim() ? linesOfHtml(html) : []
  if (fromHtml.length > 0 && isStub(plain, fromHtml)) return fromHtml
  if (!isLetter(plain)) return plain.trim()
  return flowed ? linesOfFlowed(plain, flowed) : linesOfText(plain)
}

/** Removes blank lines at both ends. Keeps the indentation of the first line. */
export function joined(lines: readonly Line[]): string {
  const start = lines.findIndex((line) => !isBlank(line))
  const end = lines.findLastIndex((line) => !isBlank(line)) + 1
  return lines
    .slice(Math.max(start, 0), end)
    .map(({ shown }) => shown)
    .join('\n')
    .trimEnd()
}
