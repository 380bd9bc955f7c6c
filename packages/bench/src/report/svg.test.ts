import { expect, test } from 'vitest'
import { barChart, lineChart } from './charts.js'
import { drawing, element } from './svg.js'

test('texts and attributes are escaped', () => {
  expect(element('text', { title: '"<' }, 'x')).toBe('<text title="&quot;&lt;">x</text>')
  expect(drawing(10, 10, 'a < b & c', [])).toContain('a &lt; b &amp; c')
  expect(element('rect', { x: 1.26, y: undefined })).toBe('<rect x="1.3"/>')
})

const widths = (svg: string) =>
  [...svg.matchAll(/<rect class="s0" x="240" y="[\d.]+" width="([\d.]+)"/g)].map(([, width]) => Number(width))

test('bars grow by the same length for each factor of ten', () => {
  const svg = barChart('Costs', 'ms', ['a', 'b', 'c'], [{ name: 'One', values: [1, 10, 100] }])
  const [one = 0, ten = 0, hundred = 0] = widths(svg)
  expect(ten - one).toBeCloseTo(hundred - ten, -1)
  expect(hundred).toBeGreaterThan(ten)
})

test('the axis has the powers of ten around the values', () => {
  const svg = barChart('Costs', 'ms', ['a', 'b'], [{ name: 'One', values: [0.05, 2000] }])
  const ticks = [...svg.matchAll(/text-anchor="middle">([^<]+)</g)].map(([, text]) => text)
  expect(ticks).toEqual(['0.01', '0.1', '1', '10', '100', '1,000', '10,000'])
})

test('values that are missing or not above zero have no bar', () => {
  const svg = barChart('Costs', 'ms', ['a', 'b', 'c'], [{ name: 'One', values: [null, 0, 5] }])
  expect(widths(svg)).toHaveLength(1)
  expect(barChart('Nothing', 'ms', [], [])).toMatch(/^<svg .*<\/svg>\n$/s)
})

test('a line begins at the left and stays inside the drawing', () => {
  const points = [0, 1, 2].map((x) => ({ x, y: 30 + x }))
  const svg = lineChart('Memory', 'minutes', 'MB', [{ name: 'heap', points }])
  const [, path = ''] = /<polyline [^>]*points="([^"]+)"/.exec(svg) ?? []
  const places = path.split(' ').map((pair) => pair.split(',').map(Number))
  expect(places[0]?.[0]).toBe(60)
  for (const [x = -1, y = -1] of places) {
    expect(x).toBeGreaterThanOrEqual(60)
    expect(x).toBeLessThanOrEqual(860)
    expect(y).toBeGreaterThanOrEqual(64)
    expect(y).toBeLessThanOrEqual(320)
  }
})

test('charts have no markup but their own, and colors for dark pages', () => {
  const svg = barChart('Costs', 'ms', ['<script>'], [{ name: 'One', values: [1] }])
  expect(svg).not.toContain('<script>')
  expect(svg).toContain('prefers-color-scheme: dark')
})
