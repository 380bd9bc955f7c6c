const day = 86_400_000

/**
 * Returns the first moment of a day in a time zone.
 *
 * @param back how many days before today
 */
export function startOfDay(timeZone: string, now: Date, back: number): Date {
  const local = localOf(timeZone, now.getTime()) - back * day
  const midnight = local - (((local % day) + day) % day)
  // The clocks may have another difference at midnight than now.
  const guess = midnight - (localOf(timeZone, midnight) - midnight)
  const found = midnight - (localOf(timeZone, guess) - guess)
  // Where summer time begins at midnight, the day begins an hour later, and no clock shows its midnight.
  return new Date(localOf(timeZone, found) < midnight ? guess : found)
}

/** Returns the time that clocks in the zone show at a moment, as if it were in UTC; whole minutes. */
function localOf(timeZone: string, moment: number): number {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
  })
  const parts: Partial<Record<string, number>> = {}
  for (const { type, value } of format.formatToParts(moment)) parts[type] = Number(value)
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0 } = parts
  return Date.UTC(year, month - 1, day, hour, minute)
}
