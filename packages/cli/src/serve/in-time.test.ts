import { expect, it } from 'vitest'
import { inTime } from './in-time.js'

it('work that hangs is left behind, work that ends is awaited, and failures are passed on', async () => {
  expect(await inTime(new Promise(() => {}), 0)).toBeUndefined()
  expect(await inTime(Promise.resolve('done'), 60_000)).toBe('done')
  await expect(inTime(Promise.reject(new Error('disk')), 60_000)).rejects.toThrow('disk')
})
