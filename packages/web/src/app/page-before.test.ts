import { expect, test } from 'vitest'
import { pageBefore } from './page-before.js'

const before = (params: object) => ({ queryKey: ['opensupports', 'system.getLogs', params] })

test('a page is shown until another one of the same list is read', () => {
  expect(pageBefore({ page: 2 })(['page 1'], before({ page: 1 }))).toEqual(['page 1'])
  expect(pageBefore({ page: 2, state: 'failed' })(['page 1'], before({ page: 1, state: 'failed' }))).toEqual([
    'page 1',
  ])
})

test('nothing of another list is shown', () => {
  expect(pageBefore({ page: 1, state: 'failed' })(['all'], before({ page: 1 }))).toBeUndefined()
  expect(pageBefore({ page: 1 })(undefined, undefined)).toBeUndefined()
})
