import { expect, it } from 'vitest'
import { withinLimit } from './within-limit.js'

it('work that hangs is left behind, work that ends is awaited, and failures are passed on', async () => {
  expect(await withinLimit(0, new Promise(() => {}))).toBe(false)
  expect(await withinLimit(60_000, Promise.resolve())).toBe(true)
  await expect(withinLimit(60_000, Promise.reject(new Error('disk')))).rejects.toThrow('disk')
})
