import { guest, type Storage } from '@opensupports/core'
import { createTestHelpdesk } from '@opensupports/core/testing'
import { expect, onTestFinished, test } from 'vitest'
import { sqlite } from './sqlite.js'

/** A transaction that holds the only connection until it is ended. */
async function held(storage: Storage) {
  let end = () => {}
  const ended = new Promise<void>((resolve) => {
    end = resolve
  })
  let work: Promise<void> = Promise.resolve()
  await new Promise<void>((begun) => {
    work = storage.transaction(async () => {
      begun()
      await ended
    })
  })
  return async () => {
    end()
    await work
  }
}

async function opened(waiting: number): Promise<Storage> {
  const storage = await sqlite(':memory:', { limits: { waiting } })
  onTestFinished(() => storage.close())
  return storage
}

test('calls get the connection in the order in which they came', async () => {
  const storage = await opened(100)
  const order: number[] = []
  let next = 0
  const write = async (depth: number): Promise<void> => {
    const place = next++
    await storage.transaction(async (tx) => {
      order.push(place)
      await tx.settings.set({ title: String(place) })
    })
    // Callers that come again at once have to queue behind those that wait.
    if (depth > 0) await write(depth - 1)
  }
  await Promise.all(Array.from({ length: 20 }, () => write(3)))
  expect(order).toEqual(Array.from({ length: 80 }, (_, place) => place))
})

test('calls beyond the bound are refused at once, and served again as soon as the connection is free', async () => {
  const storage = await opened(5)
  const end = await held(storage)
  const outcomes = Array.from({ length: 8 }, () =>
    storage.settings.all().then(
      () => 'done',
      (error: unknown) => (error as { code: string }).code,
    ),
  )
  expect(await Promise.all(outcomes.slice(5))).toEqual(Array(3).fill('DATABASE_BUSY'))
  await end()
  expect(await Promise.all(outcomes)).toEqual([...Array(5).fill('done'), ...Array(3).fill('DATABASE_BUSY')])
  expect(await storage.settings.all()).toEqual({})
})

test('a call that waits leaves the queue with INTERRUPTED when its signal aborts', async () => {
  const storage = await opened(1)
  const { helpdesk } = await createTestHelpdesk({ storage })
  const end = await held(storage)
  const ending = new AbortController()
  const waiting = helpdesk.system.getSettings(guest, {}, { signal: ending.signal })
  await expect(storage.settings.all()).rejects.toMatchObject({ code: 'DATABASE_BUSY' })
  ending.abort()
  await expect(waiting).rejects.toMatchObject({ code: 'INTERRUPTED' })
  const other = storage.settings.all()
  await end()
  expect(await other).toMatchObject({ title: expect.any(String) })
})
