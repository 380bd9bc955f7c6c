import type { Point } from '../figures/index.js'
import { shown } from './numbers.js'
import { drawing, element, label } from './svg.js'

/** The values of one color, in the order of the groups; null where there is none. */
export interface Series {
  readonly name: string
  readonly values: readonly (number | null)[]
}

const width = 860
const top = 64

/** Draws the names of the colors below the title. */
function legend(names: readonly string[]): string[] {
  let x = 16
  return names.flatMap((name, index) => {
    const at = x
    x += 34 + name.length * 7
    return [
      element('rect', { class: `s${index}`, x: at, y: 40, width: 10, height: 10 }),
      label(at + 16, 49, name),
    ]
  })
}

/** The powers of ten around the values. */
function decades(values: readonly number[]): number[] {
  const from = Math.floor(Math.log10(Math.min(...values)))
  const to = Math.max(from + 1, Math.ceil(Math.log10(Math.max(...values))))
  return Array.from({ length: to - from + 1 }, (_, index) => from + index)
}

const powerOfTen = (power: number) => (10 ** power).toLocaleString('en-US', { maximumFractionDigits: 9 })

/** Draws groups of horizontal bars on a logarithmic axis: costs differ by factors, not by amounts. */
export function barChart(
  title: string,
  unit: string,
  groups: readonly string[],
  series: readonly Series[],
): string {
  const values = series.flatMap((each) =>
    each.values.filter((value) => value !== null && value > 0),
  ) as number[]
  if (values.length === 0) return drawing(width, top, title, [])
  const ticks = decades(values)
  const [first = 0, last = 1] = [ticks[0], ticks.at(-1)]
  const left = 240
  const right = width - 70
  const x = (value: number) => left + ((Math.log10(value) - first) / (last - first)) * (right - left)
  const thickness = 9
  const rowHeight = series.length * thickness + 9
  const bottom = top + groups.length * rowHeight
  const grid = ticks.flatMap((tick) => {
    const at = x(10 ** tick)
    return [
      element('line', { class: 'grid', x1: at, x2: at, y1: top - 4, y2: bottom }),
      label(at, bottom + 16, powerOfTen(tick), {
        class: 'quiet',
        'text-anchor': 'middle',
      }),
    ]
  })
  const bars = groups.flatMap((group, row) => {
    const y = top + row * rowHeight
    const middle = y + (series.length * thickness) / 2 + 4
    return [
      label(left - 10, middle, group, { 'text-anchor': 'end' }),
      ...series.flatMap(({ values: own }, index) => {
        const value = own[row]
        if (value === null || value === undefined || value <= 0) return []
        const length = Math.max(1, x(value) - left)
        const at = y + index * thickness
        return [
          element('rect', { class: `s${index}`, x: left, y: at, width: length, height: thickness - 2 }),
          label(left + length + 5, at + 8, shown(value), { class: 'quiet' }),
        ]
      }),
    ]
  })
  return drawing(width, bottom + 44, title, [
    ...legend(series.map(({ name }) => name)),
    ...grid,
    ...bars,
    label(right, bottom + 34, `${unit}, logarithmic`, { class: 'quiet', 'text-anchor': 'end' }),
  ])
}

/** One line of a chart. */
export interface Line {
  readonly name: string
  readonly points: readonly Point[]
}

/** Returns a step of 1, 2 or 5 times a power of ten that divides a range into about five parts. */
function stepOf(range: number): number {
  const rough = range / 5
  const power = 10 ** Math.floor(Math.log10(rough))
  return power * ([1, 2, 5].find((factor) => factor * power >= rough) ?? 10)
}

/** Draws lines on axes that start at zero. */
export function lineChart(title: string, xUnit: string, yUnit: string, lines: readonly Line[]): string {
  const points = lines.flatMap((line) => line.points)
  if (points.length === 0) return drawing(width, top, title, [])
  const step = stepOf(Math.max(...points.map(({ y }) => y), 1e-9))
  const most = Math.ceil(Math.max(...points.map(({ y }) => y)) / step) * step
  const longest = Math.max(...points.map(({ x }) => x), 1e-9)
  const [left, right, bottom] = [60, width - 24, 320]
  const x = (value: number) => left + (value / longest) * (right - left)
  const y = (value: number) => bottom - (value / most) * (bottom - top)
  const grid: string[] = []
  for (let value = 0; value <= most + step / 2; value += step)
    grid.push(
      element('line', { class: 'grid', x1: left, x2: right, y1: y(value), y2: y(value) }),
      label(left - 8, y(value) + 4, shown(value), { class: 'quiet', 'text-anchor': 'end' }),
    )
  const drawn = lines.flatMap(({ points: own }, index) => [
    element('polyline', {
      class: `s${index} line`,
      points: own.map((point) => `${x(point.x).toFixed(1)},${y(point.y).toFixed(1)}`).join(' '),
    }),
    ...own.map((point) => element('circle', { class: `s${index}`, cx: x(point.x), cy: y(point.y), r: 3 })),
  ])
  return drawing(width, bottom + 44, title, [
    ...legend(lines.map(({ name }) => `${name}, ${yUnit}`)),
    ...grid,
    ...drawn,
    label(left, bottom + 16, '0', { class: 'quiet', 'text-anchor': 'middle' }),
    label(right, bottom + 16, shown(longest), { class: 'quiet', 'text-anchor': 'end' }),
    label(right, bottom + 34, xUnit, { class: 'quiet', 'text-anchor': 'end' }),
  ])
}
