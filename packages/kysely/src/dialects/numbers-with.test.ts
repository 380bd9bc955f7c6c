import { expect, test } from 'vitest'
import { isWholeNumber, numbersWith } from './numbers-with.js'

test('returns every number of at most seven digits that contains the text', () => {
  const numbers = new Set(numbersWith('1203'))
  for (let number = 0; number < 10_000_000; number += 1) {
    if (String(number).includes('1203') !== numbers.has(number)) throw new Error(`${number} is wrong`)
  }
  expect(numbers.size).toBeLessThan(4500)
})

test('no number starts with zero, and seven digits match only themselves', () => {
  expect(numbersWith('0123')).not.toContain(123)
  expect(numbersWith('0123')).toContain(90_123)
  expect(numbersWith('1234567')).toEqual([1_234_567])
})

test('returns nothing for fewer than four digits, which match too many numbers', () => {
  expect(numbersWith('123')).toBeUndefined()
})

test.each(['123456', '1234567'])('%s may be the number of a ticket', (text) =>
  expect(isWholeNumber(text)).toBe(true),
)

test.each(['12345', '12345678', '12345a', ' 123456'])('%j is no number of a ticket', (text) =>
  expect(isWholeNumber(text)).toBe(false),
)
