import { describe, expect, test } from 'vitest'
import { storesOf } from '../storage/index.js'
import { memoryStorage } from '../storage/memory/index.js'
import { dateRange, momentOf, ticketOrder } from './ticket-filter.js'

const storage = storesOf(memoryStorage())

const hostile = [undefined, null, '', 'x', '[', '{}', '[]', '1', 1, true, {}, '[null]', '[[1],[2]]', 1n]

describe('a range of dates', () => {
  const read = (value: unknown) => dateRange('INVALID_DATE_RANGE_FILTER').read(value, storage)
  const from = new Date('2026-03-02T12:00:00Z')
  const to = new Date('2026-03-09T23:59:00Z')

  test('is two dates, or two numbers YYYYMMDDHHmm in UTC', () => {
    for (const value of [[from, to], '[202603021200,202603092359]', '["202603021200","202603092359"]']) {
      expect(read(value)).toEqual({ from, to })
    }
  })

  test.each([
    ['2026-03-02T12:00:00.000Z', '2026-03-09T23:59Z'],
    ['2026-03-02T13:00:00+01:00', '2026-03-09T16:59:00-07:00'],
  ])('is two ISO texts with their zones: %s', (first, last) => {
    expect(read([first, last])).toEqual({ from, to })
  })

  test('accepts days, which begin at midnight UTC, also mixed with numbers and dates', () => {
    const day = { from: new Date('2026-03-02T00:00:00Z'), to: new Date('2026-03-03T00:00:00Z') }
    for (const range of [
      ['2026-03-02', '2026-03-03'],
      [day.from, '2026-03-03'],
      [202603020000, '2026-03-03'],
    ])
      expect(read(range)).toEqual(day)
  })

  test('accepts only numbers in forms', () => {
    expect(() => read('["2026-03-02","2026-03-03"]')).toThrow('INVALID_DATE_RANGE_FILTER')
  })

  test('may be of one minute', () => {
    expect(read([from, from])).toEqual({ from, to: from })
  })

  test('takes numbers that are no dates as before or after all', () => {
    const { from, to } = read('[1, 300000000000000]') as { from: Date; to: Date }
    expect(from.getUTCFullYear()).toBe(1000)
    expect(to.getUTCFullYear()).toBe(9999)
  })

  test('has two ends in order', () => {
    const bad = [
      '[2,1]',
      '[1]',
      '[1,2,3]',
      '["a","b"]',
      '[null,1]',
      '[1,true]',
      '[1,"1 OR 1=1"]',
      [to, from],
      [new Date(Number.NaN), to],
      ['2026-02-30', '2026-03-01'],
      ['2026-13-01', '2027-01-01'],
      ['2026-03-02T12:00', '2026-03-03'],
      ['2026-03-02 12:00', '2026-03-03'],
      ['2026-03-02x', '2026-03-03'],
      ['2026-03-03', '2026-03-02'],
      `["${'1'.repeat(300_000)}","2"]`,
    ]
    for (const value of [...hostile, ...bad]) expect(() => read(value)).toThrow('INVALID_DATE_RANGE_FILTER')
  })
})

test('a moment is read digit by digit', () => {
  expect(momentOf(202602280905)).toEqual(new Date('2026-02-28T09:05:00Z'))
})

describe('an order of tickets', () => {
  const read = (value: unknown) => ticketOrder('INVALID_ORDER_BY').read(value, storage)

  test('is a column and a direction', () => {
    expect(read({ value: 'date', asc: 0 })).toEqual({ by: 'date', desc: true })
    expect(read({ value: 'date', asc: false })).toEqual({ by: 'date', desc: true })
    expect(read({ value: 'date', asc: true })).toEqual({ by: 'date', desc: false })
    expect(read('{"value":"owner_id","asc":1}')).toEqual({ by: 'owner', desc: false })
    expect(read('{"value":"unread_staff","asc":1}')).toEqual({ by: 'unreadStaff', desc: false })
    expect(read('{"value":"closed","asc":0}')).toEqual({ by: 'closed', desc: true })
  })

  test('accepts no other value', () => {
    const bad = [
      '{"value":"id","asc":1}',
      '{"value":"date"}',
      '{"asc":1}',
      '{"value":"date","asc":2}',
      '{"value":"date","asc":true}',
      '{"value":"date; DROP TABLE ticket","asc":1}',
    ]
    for (const value of [...hostile, ...bad]) expect(() => read(value)).toThrow('INVALID_ORDER_BY')
  })
})
