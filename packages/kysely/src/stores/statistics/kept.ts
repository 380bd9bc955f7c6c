import { addAt, addFigures, addLocal, type FigureName, figureNames, type Totals } from './figures.js'
import type { DayTotals } from './recount.js'
import { isUtc, localDay, type Zone } from './zone.js'

/** The JSON of a day: figures by `figureNames`, tickets by weekday, and pairs of a quarter and its tickets. */
type Kept = readonly [figures: readonly number[], byWeekday: readonly number[], quarters: readonly number[]]

export function keptText({ totals, quarters }: DayTotals): string {
  const figures = figureNames.map((name) => totals.figures[name])
  return JSON.stringify([
    figures,
    totals.byWeekday,
    [...quarters].sort(([one], [other]) => one - other).flat(),
  ] satisfies Kept)
}

/** Adds the totals of a day, YYYYMMDD. */
export function addKept(text: string, totals: Totals, zone: Zone, day: number): void {
  const [values, weekdays, quarters] = JSON.parse(text) as Kept
  const row: Partial<Record<FigureName, number>> = {}
  for (const [place, name] of figureNames.entries()) row[name] = values[place] ?? 0
  addFigures(totals.figures, row)
  const { byHour, byWeekday } = totals
  const local = isUtc(zone) ? undefined : localDay(zone, day)
  if (!local) for (const [weekday, tickets] of weekdays.entries()) addAt(byWeekday, weekday, tickets)
  for (let place = 0; place + 1 < quarters.length; place += 2) {
    const [quarter = 0, tickets = 0] = quarters.slice(place, place + 2)
    if (local) addLocal(totals, quarter, local.weekday, local.ahead(quarter), tickets)
    else addAt(byHour, Math.floor(quarter / 10), tickets)
  }
}
