import { expect, test } from 'vitest'
import { boundedWork } from './bounded-work.js'

/** Pieces of work that end on demand. */
function pieces() {
  const ends: (() => void)[] = []
  return { ends, work: () => new Promise<void>((end) => ends.push(end)) }
}

const settled = () => new Promise((resolve) => setImmediate(resolve))

test('runs up to its limit concurrently, and the others in order', async () => {
  const run = boundedWork({ running: 2, waiting: 10 })
  const done: number[] = []
  const { ends, work } = pieces()
  const all = [0, 1, 2, 3].map((piece) => run(work).then(() => done.push(piece)))
  await settled()
  expect(ends).toHaveLength(2)
  ends[0]?.()
  await settled()
  expect([ends.length, done]).toEqual([3, [0]])
  for (let end = 1; end < 4; end++) {
    ends[end]?.()
    await settled()
  }
  await Promise.all(all)
  expect(done).toEqual([0, 1, 2, 3])
})

test('refuses work with SERVER_BUSY when the queue is full, and accepts it again once there is room', async () => {
  const run = boundedWork({ running: 1, waiting: 1 })
  const { ends, work } = pieces()
  const two = [run(work), run(work)]
  await expect(run(work)).rejects.toMatchObject({ code: 'SERVER_BUSY', details: { retryAfter: 1 } })
  ends[0]?.()
  await settled()
  const third = run(work)
  for (const end of [1, 2]) {
    ends[end]?.()
    await settled()
  }
  await Promise.all([...two, third])
})

test('continues after work that fails', async () => {
  const run = boundedWork({ running: 1, waiting: 1 })
  const failing = run(() => Promise.reject(new Error('no')))
  const next = run(async () => 'done')
  await expect(failing).rejects.toThrow('no')
  expect(await next).toBe('done')
})

test('runs background work once no other work waits, and never refuses it', async () => {
  const run = boundedWork({ running: 1, waiting: 1 })
  const done: string[] = []
  const { ends, work } = pieces()
  const first = run(work).then(() => done.push('first'))
  const background = [1, 2, 3].map((piece) => run(work, 'background').then(() => done.push(`later ${piece}`)))
  const login = run(work).then(() => done.push('login'))
  for (let end = 0; end < 5; end++) {
    await settled()
    expect(ends).toHaveLength(end + 1)
    ends[end]?.()
  }
  await Promise.all([first, login, ...background])
  expect(done).toEqual(['first', 'login', 'later 1', 'later 2', 'later 3'])
})
