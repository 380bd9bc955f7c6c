import { expect, test } from 'vitest'
import type { Db } from '../schema.js'
import { ticketSequence } from './ticket-sequence.js'

/** Returns a counter as the database has it, and how many places were taken at once each time. */
function counter(isTransaction: boolean) {
  const taken: number[] = []
  let last = 0
  const nextPlaces = async (_: Db, count: number) => {
    taken.push(count)
    last += count
    return last - count + 1
  }
  return { taken, places: ticketSequence({ isTransaction } as Db, { nextPlaces, mostPlaces: 32 }) }
}

test('takes twice as many places each time, up to 32', async () => {
  const { taken, places } = counter(false)
  const given: number[] = []
  for (let each = 0; each < 100; each++) given.push(await places.next())
  expect(given).toEqual(Array.from({ length: 100 }, (_, place) => place + 1))
  expect(taken).toEqual([1, 2, 4, 8, 16, 32, 32, 32])
})

test('gives callers at the same time different places', async () => {
  const { places } = counter(false)
  const given = await Promise.all(Array.from({ length: 20 }, () => places.next()))
  expect(new Set(given).size).toBe(20)
})

test('takes places one by one inside a transaction, which may give them back', async () => {
  const { taken, places } = counter(true)
  for (let each = 0; each < 3; each++) await places.next()
  expect(taken).toEqual([1, 1, 1])
})

test('takes places again after a failure', async () => {
  let fails = true
  const nextPlaces = async () => {
    if (fails) throw new Error('busy')
    return 7
  }
  const places = ticketSequence({ isTransaction: false } as Db, { nextPlaces, mostPlaces: 32 })
  await expect(places.next()).rejects.toThrow('busy')
  fails = false
  expect(await places.next()).toBe(7)
})
