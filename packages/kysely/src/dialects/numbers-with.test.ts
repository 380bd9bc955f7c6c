import { expect, test } from 'vitest'
import { numbersWith } from './numbers-with.js'

test('every number of at most seven digits that contains the text is there', () => {
  const numbers = new Set(numbersWith('1203'))
  for (let number = 0; number < 10_000_000; number += 1) {
    if (String(number).includes('1203') !== numbers.has(number)) throw new Error(`${number} is wrong`)
  }
  expect(numbers.size).toBeLessThan(4500)
})

test('zeros first are no part of a number, and a whole number of seven digits is itself alone', () => {
  expect(numbersWith('0123')).not.toContain(123)
  expect(numbersWith('0123')).toContain(90_123)
  expect(numbersWith('1234567')).toEqual([1_234_567])
})

test('fewer than four digits are too many numbers', () => {
  expect(numbersWith('123')).toBeUndefined()
})
