import { foldedText } from '../../schema/index.js'

/**
 * Returns an address in the form in which it is stored and compared: A to Z in lower case, everything else unchanged.
 */
export const address = (email: string) => email.replace(/[A-Z]/g, (letter) => letter.toLowerCase())

/** Returns predicates that look for a part in texts, compared by `foldedText`. */
export function finder(part: string) {
  const wanted = foldedText(part)
  return {
    isIn: (text: string | null) => text !== null && foldedText(text).includes(wanted),
    starts: (text: string) => foldedText(text).startsWith(wanted),
  }
}

/** Truncates a date to the minute. */
export const toMinute = (date: Date) => new Date(Math.floor(date.getTime() / 60_000) * 60_000)

export const toMinuteOrNull = (date: Date | null) => date && toMinute(date)
