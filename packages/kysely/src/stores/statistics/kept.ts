import { addAt, addFigures, type FigureName, figureNames, type Totals } from './figures.js'
import type { DayTotals } from './recount.js'

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

/** Adds the totals of a day. */
export function addKept(text: string, { figures, byHour, byWeekday }: Totals): void {
  const [values, weekdays, quarters] = JSON.parse(text) as Kept
  const row: Partial<Record<FigureName, number>> = {}
  for (const [place, name] of figureNames.entries()) row[name] = values[place] ?? 0
  addFigures(figures, row)
  for (const [weekday, tickets] of weekdays.entries()) addAt(byWeekday, weekday, tickets)
  for (let place = 0; place + 1 < quarters.length; place += 2)
    addAt(byHour, Math.floor((quarters[place] ?? 0) / 10), quarters[place + 1] ?? 0)
}
