import { addSums, figureNames, type Totals } from './figures.js'
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
  const local = isUtc(zone) ? undefined : localDay(zone, day)
  const timeOf = (quarter: number) => ({ weekday: local?.weekday, quarter })
  addSums(parsedDay(text), totals, sign, { timeOf, aheadOf: local?.ahead })
}
