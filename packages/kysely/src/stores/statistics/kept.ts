import { addAt, addLocal, figureNames, type Totals } from './figures.js'
import type { DayTotals } from './recount.js'
import { isUtc, localDay, type Zone } from './zone.js'

/** The JSON of a day: figures by `figureNames`, tickets by weekday, and pairs of a quarter and its tickets. */
export type Kept = readonly [
  figures: readonly number[],
  byWeekday: readonly number[],
  quarters: readonly number[],
]

export function keptText({ totals, quarters }: DayTotals): string {
  const figures = figureNames.map((name) => totals.figures[name])
  return JSON.stringify([
    figures,
    totals.byWeekday,
    [...quarters].sort(([one], [other]) => one - other).flat(),
  ] satisfies Kept)
}

export const parsedDay = (text: string): Kept => JSON.parse(text) as Kept

/**
 * Adds the totals of a day, or takes them off.
 *
 * @param day YYYYMMDD
 * @param sign 1 or -1
 */
export function addKept(text: string, totals: Totals, zone: Zone, day: number, sign: number): void {
  const [values, weekdays, quarters] = parsedDay(text)
  const { figures, byHour, byWeekday } = totals
  for (let place = 0; place < figureNames.length; place++) {
    const name = figureNames[place]
    if (name) figures[name] += sign * (values[place] ?? 0)
  }
  const local = isUtc(zone) ? undefined : localDay(zone, day)
  if (!local) for (let place = 0; place < 7; place++) addAt(byWeekday, place, sign * (weekdays[place] ?? 0))
  for (let place = 0; place + 1 < quarters.length; place += 2) {
    const quarter = quarters[place] ?? 0
    const tickets = sign * (quarters[place + 1] ?? 0)
    if (local) addLocal(totals, quarter, local.weekday, local.ahead(quarter), tickets)
    else addAt(byHour, Math.floor(quarter / 10), tickets)
  }
}
