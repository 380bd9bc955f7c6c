import { expect, test } from 'vitest'
import { median, quantile, slope } from './statistics.js'

test('the median is the middle value, or the mean of the two in the middle', () => {
  expect(median([3, 1, 2])).toBe(2)
  expect(median([10, 1, 2, 3])).toBe(2.5)
  expect(median([])).toBeNaN()
})

test('a quantile is a value of the list, by the nearest rank', () => {
  const values = Array.from({ length: 100 }, (_, index) => 100 - index)
  expect(quantile(values, 0.5)).toBe(50)
  expect(quantile(values, 0.99)).toBe(99)
  expect(quantile(values, 0)).toBe(1)
  expect(quantile(values, 1)).toBe(100)
  expect(quantile([7], 0.99)).toBe(7)
  expect(quantile([], 0.5)).toBeNaN()
})

test('the slope of a line is exact, and one outlier does not move it', () => {
  const line = Array.from({ length: 11 }, (_, x) => ({ x, y: 5 + 2 * x }))
  expect(slope(line)).toBe(2)
  expect(slope([...line, { x: 5.5, y: 1000 }])).toBeCloseTo(2, 0)
})

test('without two different places there is no slope', () => {
  expect(slope([])).toBe(0)
  expect(slope([{ x: 1, y: 1 }])).toBe(0)
  expect(
    slope([
      { x: 1, y: 1 },
      { x: 1, y: 9 },
    ]),
  ).toBe(0)
})
