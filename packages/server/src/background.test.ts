import type { OpenSupports } from '@opensupports/core'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { startBackground } from './index.js'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

/** A helpdesk that counts how often each job is called. */
function counting(work: () => Promise<unknown> = async () => {}) {
  const calls = { deliver: 0, webhooks: 0, poll: 0, imports: 0, refresh: 0, remove: 0, errors: 0 }
  const helpdesk = {
    log: { error: () => void calls.errors++ },
    deliverMail: () => {
      calls.deliver++
      return work()
    },
    deliverWebhooks: () => {
      calls.webhooks++
      return work()
    },
    pollMail: () => {
      calls.poll++
      return work()
    },
    runImports: () => {
      calls.imports++
      return work()
    },
    refreshStatistics: () => {
      calls.refresh++
      return work()
    },
    removeExpired: () => {
      calls.remove++
      return work()
    },
  } as unknown as OpenSupports
  return { helpdesk, calls }
}

test('all jobs run at once, then at their own interval, until they are stopped', async () => {
  const { helpdesk, calls } = counting()
  const background = startBackground(helpdesk, { deliverEvery: 5, pollEvery: 60, importEvery: 10 })
  expect(calls).toMatchObject({ deliver: 1, webhooks: 1, poll: 1, imports: 1, refresh: 1, remove: 1 })
  await vi.advanceTimersByTimeAsync(60_000)
  expect(calls).toMatchObject({ deliver: 13, poll: 2, imports: 7, refresh: 3 })
  await vi.advanceTimersByTimeAsync(600_000)
  expect(calls).toMatchObject({ deliver: 133, remove: 2 })
  await background.stop()
  await vi.advanceTimersByTimeAsync(600_000)
  expect(calls).toMatchObject({ deliver: 133, poll: 12, imports: 67, remove: 2 })
})

test('an interval of 0 turns a job off', async () => {
  const { helpdesk, calls } = counting()
  const background = startBackground(helpdesk, { pollEvery: 0, webhooksEvery: 0 })
  await vi.advanceTimersByTimeAsync(600_000)
  expect(calls).toMatchObject({ poll: 0, webhooks: 0 })
  await background.stop()
})

test('failures are logged and retried at the next interval', async () => {
  const { helpdesk, calls } = counting(() => Promise.reject(new Error('no connection')))
  const background = startBackground(helpdesk, { deliverEvery: 5, pollEvery: 5 })
  await vi.advanceTimersByTimeAsync(10_000)
  expect(calls).toEqual({ deliver: 3, webhooks: 3, poll: 3, imports: 3, refresh: 1, remove: 1, errors: 14 })
  await background.stop()
})

test('work that ends because it is stopped is no failure', async () => {
  const errors: unknown[] = []
  const untilAborted = ({ signal }: { signal: AbortSignal }) =>
    new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)))
  const helpdesk = {
    log: { error: (fields: object) => void errors.push(fields) },
    deliverMail: untilAborted,
    deliverWebhooks: (_: unknown, options: { signal: AbortSignal }) => untilAborted(options),
    pollMail: untilAborted,
    runImports: untilAborted,
    refreshStatistics: untilAborted,
    removeExpired: untilAborted,
  } as unknown as OpenSupports
  await startBackground(helpdesk).stop()
  expect(errors).toEqual([])
})

test('a run never overlaps the one before, and stopping waits for it', async () => {
  let resolve = () => {}
  const promise = new Promise<void>((done) => {
    resolve = done
  })
  const { helpdesk, calls } = counting(() => promise)
  const background = startBackground(helpdesk, { deliverEvery: 5, pollEvery: 5 })
  await vi.advanceTimersByTimeAsync(60_000)
  expect(calls).toMatchObject({ deliver: 1, poll: 1 })
  const stopped = vi.fn()
  const stop = background.stop().then(stopped)
  await vi.advanceTimersByTimeAsync(0)
  expect(stopped).not.toHaveBeenCalled()
  resolve()
  await stop
  await vi.advanceTimersByTimeAsync(60_000)
  expect(calls).toMatchObject({ deliver: 1, poll: 1 })
})
