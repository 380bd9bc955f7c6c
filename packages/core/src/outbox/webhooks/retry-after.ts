/** The longest time that a receiver can ask to wait, in milliseconds. */
export const longestPause = 24 * 60 * 60 * 1000

/** The form of dates in HTTP: `Sun, 06 Nov 1994 08:49:37 GMT`. */
const httpDate = /^[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT$/

/**
 * Returns how many milliseconds a `Retry-After` asks to wait: at most a day, and 0 for a past date or for what is neither a
 * number of seconds nor a date.
 */
export function pauseOf(retryAfter: string | undefined, now: Date): number {
  const text = retryAfter?.slice(0, 40) ?? ''
  if (/^\d+$/.test(text)) return Math.min(Number(text) * 1000, longestPause)
  const until = httpDate.test(text) ? Date.parse(text) : Number.NaN
  return Number.isNaN(until) ? 0 : Math.min(Math.max(until - now.getTime(), 0), longestPause)
}
