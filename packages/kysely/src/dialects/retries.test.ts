import { expect, test } from 'vitest'
import { retriedInTurn } from './retries.js'

const clash = new Error('clash')
const retried = () => retriedInTurn((error) => error === clash)

test('retries clashed transactions one at a time', async () => {
  const run = retried()
  let running = 0
  let most = 0
  const work = () => {
    let tries = 0
    return async () => {
      tries++
      if (tries === 1) throw clash
      most = Math.max(most, ++running)
      await Promise.resolve()
      running--
      return tries
    }
  }
  expect(await Promise.all([1, 2, 3, 4].map(() => run(work())))).toEqual([2, 2, 2, 2])
  expect(most).toBe(1)
})

test('a transaction that fails permanently does not block the others', async () => {
  const run = retried()
  const broken = new Error('broken')
  const failing = () => {
    let tries = 0
    return async () => {
      throw tries++ === 0 ? clash : broken
    }
  }
  let tries = 0
  const first = run(failing())
  const second = run(async () => {
    if (tries++ === 0) throw clash
    return 'done'
  })
  await expect(first).rejects.toBe(broken)
  expect(await second).toBe('done')
  await expect(run(async () => Promise.reject(broken))).rejects.toBe(broken)
})
