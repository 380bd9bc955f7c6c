/** As databases compare names and addresses: without case and without accents. */
export const folded = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()

export const sameName = (one: string, other: string) => folded(one) === folded(other)

export const contains = (text: string | null, part: string) =>
  text !== null && folded(text).includes(folded(part))

export const startsWith = (text: string, part: string) => folded(text).startsWith(folded(part))

/** Dates are kept to the minute. */
export const toMinute = (date: Date) => new Date(Math.floor(date.getTime() / 60_000) * 60_000)

export const toMinuteOrNull = (date: Date | null) => date && toMinute(date)
