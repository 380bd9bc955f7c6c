import { expect, test } from 'vitest'
import { differences } from './compare.js'

test('equal answers have no differences, whatever the order of their fields', () => {
  const date = new Date('2026-01-02T03:04:00Z')
  expect(differences({ a: 1, date }, { date: date.toISOString(), a: 1 })).toEqual([])
  expect(differences(null, null)).toEqual([])
  expect(differences({ gone: undefined }, {})).toEqual([])
})

test('each place that differs is named once', () => {
  const ours = { tickets: [{ title: 'a' }, { title: 'b' }], pages: 2 }
  const theirs = { tickets: [{ title: 'x' }, { title: 'y' }], pages: 2 }
  expect(differences(ours, theirs)).toEqual(['tickets[].title: different'])
  expect(differences(1, 2)).toEqual(['the answer: different'])
})

test('fields that only one side has, and lists of other lengths', () => {
  expect(differences({ a: { b: 1 } }, { a: { c: 1 } })).toEqual([
    "a.b: only in the helpdesk's",
    "a.c: only in the baseline's",
  ])
  expect(differences({ list: [1, 2] }, { list: [1] })).toEqual(['list: 2 instead of 1 elements'])
  expect(differences({ a: [] }, { a: {} })).toEqual(['a: different'])
})

test('ignored fields may differ at any depth', () => {
  expect(differences({ id: 1, of: [{ id: 1, b: 1 }] }, { id: 2, of: [{ id: 3, b: 1 }] }, ['id'])).toEqual([])
})
