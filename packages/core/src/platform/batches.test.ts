import { expect, test } from 'vitest'
import { inBatches, oneAhead } from './batches.js'

async function* numbers(count: number) {
  for (let number = 1; number <= count; number++) yield number
}

const settled = () => new Promise((resolve) => setImmediate(resolve))

test.each([
  [0, []],
  [2, [[1, 2]]],
  [3, [[1, 2], [3]]],
])('%d items come in batches of two', async (count, batches) => {
  const all: (readonly number[])[] = []
  for await (const batch of inBatches(numbers(count), 2)) all.push(batch)
  expect(all).toEqual(batches)
})

test('maps one batch ahead of its consumer, and no more', async () => {
  const mapped: number[] = []
  const batches = oneAhead(inBatches(numbers(8), 2), async (number) => {
    mapped.push(number)
    return -number
  })
  expect((await batches.next()).value).toEqual([-1, -2])
  await settled()
  expect(mapped).toEqual([1, 2, 3, 4])
  expect((await batches.next()).value).toEqual([-3, -4])
  await settled()
  expect(mapped).toEqual([1, 2, 3, 4, 5, 6])
  await batches.return(undefined)
  await settled()
  expect(mapped).toHaveLength(6)
})

test('yields the batches before the one that fails', async () => {
  const seen: (readonly number[])[] = []
  const all = async () => {
    const map = async (number: number) => (number === 4 ? Promise.reject(new Error('no')) : number)
    for await (const batch of oneAhead(inBatches(numbers(6), 2), map)) {
      await settled()
      seen.push(batch)
    }
  }
  await expect(all()).rejects.toThrow('no')
  expect(seen).toEqual([[1, 2]])
})

test('a consumer that fails while the next batch fails throws its own error', async () => {
  const all = async () => {
    const map = async (number: number) => (number > 2 ? Promise.reject(new Error('ahead')) : number)
    for await (const _ of oneAhead(inBatches(numbers(4), 2), map)) {
      await settled()
      throw new Error('own')
    }
  }
  await expect(all()).rejects.toThrow('own')
})
