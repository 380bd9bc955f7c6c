import type { TicketFilter } from '@opensupports/core'
import { expect, test } from 'vitest'
import { shapeOf } from './ticket-shapes.js'

const shape = (filter: TicketFilter) => shapeOf({ filter, order: [], events: false, offset: 0, limit: 10 })
const keyOf = (filter: TicketFilter) => shape(filter).filterKey

test('lists that differ only in their ids have the same shape', () => {
  const key = keyOf({ departments: [1, 2], authors: [{ kind: 'user', id: 3 }], closed: false })
  expect(keyOf({ departments: [7, 9], authors: [{ kind: 'user', id: 1 }], closed: false })).toBe(key)
  expect(Object.values(shape({ departments: [7, 9], owners: [7] }).values)).toEqual([7, 9, 7])
})

test.each<[string, TicketFilter, TicketFilter]>([
  ['other numbers of ids', { departments: [1] }, { departments: [1, 2] }],
  ['ids that come again', { departments: [1, 1] }, { departments: [1, 2] }],
  [
    'departments that come again in another scope',
    { anyOf: [{ departments: [1] }, { departments: [1], writtenByStaff: 1 }] },
    { anyOf: [{ departments: [1] }, { departments: [2], writtenByStaff: 1 }] },
  ],
  ['other kinds of authors', { authors: [{ kind: 'user', id: 1 }] }, { authors: [{ kind: 'staff', id: 1 }] }],
  ['other flags', { closed: true }, { closed: false }],
  ['other fields', { tags: [1] }, { numbers: [1] }],
  [
    'other dates',
    { dateRange: { from: new Date(0), to: new Date(1) } },
    { dateRange: { from: new Date(0), to: new Date(2) } },
  ],
])('lists with %s have other shapes', (_, one, other) => {
  expect(keyOf(one)).not.toBe(keyOf(other))
})

test('searches for any text have the same shape, which no other list has', () => {
  expect(keyOf({ text: 'smoke' })).toBe(keyOf({ text: 'fire' }))
  expect(keyOf({ text: 'smoke' })).not.toBe(keyOf({}))
})

test('searches by title have no shape', () => expect(keyOf({ titleContains: 'smoke' })).toBeUndefined())
