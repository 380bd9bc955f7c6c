/** A span of time during which the clocks of a zone have one difference from UTC. */
export interface ZonePeriod {
  /** Its first moment, in milliseconds since 1970. The first period has no start: `-Infinity`. */
  readonly from: number
  /** The minutes by which the clocks are ahead of UTC. */
  readonly offset: number
}

const minute = 60_000
const day = 86_400_000
/** Every period is longer than this. The shortest ones are those without summer time during Ramadan. */
const step = 14 * day
/** No helpdesk has older tickets. Earlier and later moments have the offset of the nearest end. */
const start = Date.UTC(2000, 0)
const end = Date.UTC(2050, 0)

const mostKnown = 50
/** Whether zones with these names exist. Each request reads the settings, and the engine takes long to answer. */
const names = new Map<string, boolean>()
const known = new Map<string, readonly ZonePeriod[]>()

/** Returns whether a text names a time zone, such as `Asia/Kathmandu`. */
export function isTimeZone(name: string): boolean {
  // Some engines take differences such as `+05:45`, which have no summer time.
  if (name.length > 60 || !/^[A-Za-z][A-Za-z0-9_+/-]+$/.test(name)) return false
  const before = names.get(name)
  if (before !== undefined) return before
  if (names.size >= mostKnown) names.clear()
  const isThere = isKnownToEngine(name)
  names.set(name, isThere)
  return isThere
}

function isKnownToEngine(timeZone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone })
    return true
  } catch {
    return false
  }
}

/**
 * Returns the periods of a time zone, in their order. Computed once for each zone, which takes some milliseconds.
 *
 * @throws RangeError if there is no such zone
 */
export function zonePeriods(timeZone: string): readonly ZonePeriod[] {
  const before = known.get(timeZone)
  if (before) return before
  const offsetAt = offsets(timeZone)
  const periods: ZonePeriod[] = [{ from: Number.NEGATIVE_INFINITY, offset: offsetAt(start) }]
  for (let moment = start; moment < end; moment += step) {
    const offset = offsetAt(moment + step)
    if (offset === periods.at(-1)?.offset) continue
    let [low, high] = [moment, moment + step]
    while (high - low > minute) {
      const middle = low + Math.floor((high - low) / 2 / minute) * minute
      if (offsetAt(middle) === offset) high = middle
      else low = middle
    }
    periods.push({ from: high, offset })
  }
  if (known.size >= mostKnown) known.clear()
  known.set(timeZone, periods)
  return periods
}

/** Returns a function that asks the calendar of the JavaScript engine for the offset at a moment. */
function offsets(timeZone: string): (moment: number) => number {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
  })
  return (moment) => {
    const parts: Record<string, number> = {}
    for (const { type, value } of format.formatToParts(moment)) parts[type] = Number(value)
    const { year = 0, month = 1, day = 1, hour = 0, minute: minutes = 0 } = parts
    return Math.round((Date.UTC(year, month - 1, day, hour, minutes) - moment) / minute)
  }
}

/** Returns the minutes by which the clocks of a zone are ahead of UTC at a moment. */
export function zoneOffset(periods: readonly ZonePeriod[], moment: number): number {
  let [low, high] = [0, periods.length - 1]
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if ((periods[middle]?.from ?? 0) <= moment) low = middle
    else high = middle - 1
  }
  return periods[low]?.offset ?? 0
}
