/** As databases compare names: without case and without accents. */
export const folded = (text: string) =>
  // Nearly all text has no accents, and this is the inner loop of every search.
  /^[\x00-\x7f]*$/.test(text)
    ? text.toLowerCase()
    : text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()

/** Addresses are compared without case only: `josé@` and `jose@` are two people. */
export const address = (email: string) => email.toLowerCase()

/** Where a part is in texts, without case and accents. */
export function finder(part: string) {
  const wanted = folded(part)
  return {
    isIn: (text: string | null) => text !== null && folded(text).includes(wanted),
    starts: (text: string) => folded(text).startsWith(wanted),
  }
}

/** Dates are kept to the minute. */
export const toMinute = (date: Date) => new Date(Math.floor(date.getTime() / 60_000) * 60_000)

export const toMinuteOrNull = (date: Date | null) => date && toMinute(date)
