import { expect, test } from 'vitest'
import { blocksBelow, smallestBlock } from './blocks.js'

/** Returns the ids of blocks as ranges, the newest first. */
const rangesOf = (keys: readonly number[]) =>
  keys.map((key) => {
    const size = 2 ** (10 + 4 * (key % 4))
    return [Math.floor(key / 4) * size, (Math.floor(key / 4) + 1) * size] as const
  })

test.each([
  [3 * smallestBlock, 1],
  [3 * smallestBlock, 1_000_000],
  [889 * smallestBlock, 100],
  [889 * smallestBlock, 5_000],
  [889 * smallestBlock, 60_000],
  [889 * smallestBlock, 900_000],
  [16_384, 16_384],
  [9_999 * smallestBlock, 3_000_000],
  [9_999 * smallestBlock, 30_000_000],
])('the blocks below %i are those of about %i ids, without a gap, and few', (end, ids) => {
  const { keys, from } = blocksBelow(end, ids)
  let at = end
  for (const [first, last] of rangesOf(keys)) {
    expect(last).toBe(at)
    at = first
  }
  expect(at).toBe(from)
  expect(end - from).toBeGreaterThanOrEqual(Math.min(ids, end, 2 ** 22))
  expect(end - from).toBeLessThanOrEqual(Math.max(smallestBlock, Math.min(ids, 2 ** 22) * 2))
  expect(keys.length).toBeLessThanOrEqual(50)
})
