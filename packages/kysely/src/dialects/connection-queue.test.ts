import { expect, test } from 'vitest'
import { type Limits, limitsOf, type ServerLimits } from '../limits.js'
import { ConnectionQueue } from './connection-queue.js'

const limits = (given: ServerLimits = {}): Limits => ({ ...limitsOf(given), inForce: true })
const turn = () => new Promise((resolve) => setImmediate(resolve))

/** A pool whose connections are numbers, and what came back to it. */
function queueOn(own: number | undefined, connect: () => Promise<number>, given: ServerLimits = {}) {
  const returned: number[] = []
  const source = { own, connect, giveBack: (connection: number) => void returned.push(connection) }
  return { queue: new ConnectionQueue<number>(source, limits(given)), returned }
}

/** Returns a function that connects to 1, 2, 3 and so on. */
function counting(): () => Promise<number> {
  let last = 0
  return async () => ++last
}

test('a connection that comes back goes to the call that has waited longest', async () => {
  const { queue, returned } = queueOn(1, counting())
  const first = await queue.take()
  const order: string[] = []
  const waiting = ['one', 'other'].map(async (name) => {
    const connection = await queue.take()
    order.push(name)
    queue.giveBack(connection)
  })
  expect(queue.use()).toEqual({ inUse: 1, waiting: 2 })
  queue.giveBack(first)
  await Promise.all(waiting)
  expect(order).toEqual(['one', 'other'])
  await turn()
  expect(returned).toEqual([1])
  expect(queue.use()).toEqual({ inUse: 0, waiting: 0 })
})

test('the next statement of the same turn takes the connection again; after the turn, the pool has it', async () => {
  const { queue, returned } = queueOn(2, counting())
  queue.giveBack(await queue.take())
  expect(queue.takeKept()).toBe(1)
  queue.giveBack(1)
  expect(returned).toEqual([])
  await turn()
  expect(returned).toEqual([1])
  expect(queue.takeKept()).toBeUndefined()
  expect(await queue.take()).toBe(2)
})

test('a pool that others use too gets each connection back at once', async () => {
  const { queue, returned } = queueOn(undefined, counting())
  queue.giveBack(await queue.take())
  expect(returned).toEqual([1])
  expect(queue.takeKept()).toBeUndefined()
})

test('in place of a broken connection, the next call gets a new one', async () => {
  const { queue, returned } = queueOn(1, counting())
  const broken = await queue.take()
  const waiting = queue.take()
  queue.discard(broken)
  expect(await waiting).toBe(2)
  expect(returned).toEqual([1])
})

test('when a connection cannot be made, each waiting call tries for itself', async () => {
  let tries = 0
  const { queue } = queueOn(1, async () => {
    tries++
    if (tries < 3) throw new Error(`try ${tries}`)
    return tries
  })
  const calls = [queue.take(), queue.take(), queue.take()]
  const results = await Promise.allSettled(calls)
  expect(results.map((each) => (each.status === 'fulfilled' ? each.value : each.reason.message))).toEqual([
    'try 1',
    'try 2',
    3,
  ])
})

test('a call that gives up leaves the queue, so that others may wait', async () => {
  const { queue } = queueOn(1, counting(), { waiting: 1, connectTimeout: 1 })
  const first = await queue.take()
  await expect(queue.take()).rejects.toMatchObject({ code: 'DATABASE_BUSY' })
  expect(queue.use()).toEqual({ inUse: 1, waiting: 0 })
  const waiting = queue.take()
  queue.giveBack(first)
  expect(await waiting).toBe(first)
})
