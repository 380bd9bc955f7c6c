import { describe, expect, test } from 'vitest'
import { storesOf } from '../storage/index.js'
import { memoryStorage } from '../storage/memory/index.js'
import {
  count,
  flag,
  flexibleId,
  id,
  level,
  megabytes,
  onOff,
  page,
  pageSize,
  position,
  zeroOrOne,
} from './number.js'

const storage = storesOf(memoryStorage())

const noNumber = [
  undefined,
  null,
  '',
  ' ',
  true,
  false,
  [],
  [1],
  {},
  1n,
  new Date(1),
  Number.NaN,
  Number.POSITIVE_INFINITY,
]
const notWhole = [
  '1.5',
  1.5,
  '1e3',
  '0x1',
  '+1',
  '-1',
  -1,
  '1abc',
  ' 1',
  '1 ',
  '1\n',
  '١',
  'NaN',
  'Infinity',
  '1 OR 1=1',
]

describe('an id', () => {
  test.each([
    [1, 1],
    ['1', 1],
    ['007', 7],
    [4_294_967_295, 4_294_967_295],
  ])('may be %j', (value, expected) => {
    expect(id('INVALID_USER').read(value, storage)).toBe(expected)
  })

  test('is a whole number from 1 on, in digits only', () => {
    for (const value of [...noNumber, ...notWhole, 0, '0', 4_294_967_296, 2 ** 53, '9'.repeat(17)]) {
      expect(() => id('INVALID_USER').read(value, storage)).toThrow('INVALID_USER')
    }
  })
})

describe('a page', () => {
  test('counts from 1', () => {
    expect(page('INVALID_PAGE').read('1', storage)).toBe(1)
    expect(page('INVALID_PAGE').read(1_000_000_000, storage)).toBe(1_000_000_000)
    for (const value of [...noNumber, ...notWhole, 0, '0', 1_000_000_001]) {
      expect(() => page('INVALID_PAGE').read(value, storage)).toThrow('INVALID_PAGE')
    }
  })

  test('has 5 to 50 rows', () => {
    for (const value of [5, '5', 50, '50']) {
      expect(pageSize('INVALID_PAGE_SIZE').read(value, storage)).toBe(Number(value))
    }
    for (const value of [...noNumber, ...notWhole, 4, '4', 51, '51', '5.0']) {
      expect(() => pageSize('INVALID_PAGE_SIZE').read(value, storage)).toThrow('INVALID_PAGE_SIZE')
    }
  })
})

test('a count is 0 to 10,000', () => {
  for (const value of [0, '0', 10_000, '10000']) {
    expect(count('INVALID_SETTING').read(value, storage)).toBe(Number(value))
  }
  for (const value of [...noNumber, ...notWhole, 10_001]) {
    expect(() => count('INVALID_SETTING').read(value, storage)).toThrow('INVALID_SETTING')
  }
})

test('a staff level is 1, 2 or 3', () => {
  for (const value of [1, 2, 3, '1', '2', '3']) {
    expect(level('INVALID_LEVEL').read(value, storage)).toBe(Number(value))
  }
  for (const value of [...noNumber, ...notWhole, 0, '0', 4, '2.5', 2.5]) {
    expect(() => level('INVALID_LEVEL').read(value, storage)).toThrow('INVALID_LEVEL')
  }
})

const words = {
  on: [true, 1, '1', 'true', 'TRUE', 'on', 'Yes'],
  off: [false, 0, '', '0', 'false', 'False', 'OFF', 'no'],
}
const noWords = ['2', 'ja', ' ', ' 1', 'undefined', 'null', 'NaN', 2, Number.NaN, {}, ['1'], [], 1n]

describe('a flag', () => {
  test('is on for the words of yes', () => {
    for (const value of words.on) expect(flag().read(value, storage)).toBe(true)
  })

  test('is false for the words for false, for other values, and when missing', () => {
    for (const value of [...words.off, ...noWords, undefined]) expect(flag().read(value, storage)).toBe(false)
  })
})

describe('a switch', () => {
  test('takes the words of yes and no', () => {
    for (const value of words.on) expect(onOff('INVALID_SETTING').read(value, storage)).toBe(true)
    for (const value of words.off) expect(onOff('INVALID_SETTING').read(value, storage)).toBe(false)
  })

  test('refuses other words', () => {
    for (const value of [...noWords, undefined]) {
      expect(() => onOff('INVALID_SETTING').read(value, storage)).toThrow('INVALID_SETTING')
    }
  })
})

test('a filter is 0 or 1, exactly', () => {
  for (const value of [1, '1', true])
    expect(zeroOrOne('INVALID_CLOSED_FILTER').read(value, storage)).toBe(true)
  for (const value of [0, '0', false])
    expect(zeroOrOne('INVALID_CLOSED_FILTER').read(value, storage)).toBe(false)
  for (const value of [...notWhole, '', 'true', 'false', 2, null, {}, []]) {
    expect(() => zeroOrOne('INVALID_CLOSED_FILTER').read(value, storage)).toThrow('INVALID_CLOSED_FILTER')
  }
})

test('an optional id counts as missing unless it is an id', () => {
  expect(flexibleId().read('12', storage)).toBe(12)
  expect(flexibleId().read(12, storage)).toBe(12)
  for (const value of [...noNumber, ...notWhole, 0, '0', 2 ** 53]) {
    expect(flexibleId().read(value, storage)).toBeUndefined()
  }
})

test('a position counts as missing unless it is a whole number from 1 to 2,147,483,647', () => {
  expect(position().read('12', storage)).toBe(12)
  expect(position().read(2_147_483_647, storage)).toBe(2_147_483_647)
  for (const value of [...noNumber, ...notWhole, 0, '0', 2_147_483_648]) {
    expect(position().read(value, storage)).toBeUndefined()
  }
})

test('a size in MiB is 0.0001 to 1000', () => {
  for (const value of [1, '1', '2.5', 0.0001, '1000']) {
    expect(megabytes('INVALID_SETTING').read(value, storage)).toBe(Number(value))
  }
  for (const value of [
    ...noNumber,
    0,
    '0',
    '0.0',
    -1,
    '-1',
    '1000.1',
    1001,
    '1e3',
    'abc',
    '.5',
    '1 ',
    '1,5',
    1e-9,
  ]) {
    expect(() => megabytes('INVALID_SETTING').read(value, storage)).toThrow('INVALID_SETTING')
  }
})
