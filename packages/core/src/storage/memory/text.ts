import { foldedText } from '../folded-text.js'

/** As addresses are kept and compared: A to Z in lower case, everything else as it is. */
export const address = (email: string) => email.replace(/[A-Z]/g, (letter) => letter.toLowerCase())

/** Where a part is in texts, as `foldedText` compares them. */
export function finder(part: string) {
  const wanted = foldedText(part)
  return {
    isIn: (text: string | null) => text !== null && foldedText(text).includes(wanted),
    starts: (text: string) => foldedText(text).startsWith(wanted),
  }
}

/** Dates are kept to the minute. */
export const toMinute = (date: Date) => new Date(Math.floor(date.getTime() / 60_000) * 60_000)

export const toMinuteOrNull = (date: Date | null) => date && toMinute(date)
