import { PassThrough } from 'node:stream'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { defaultLimits, holdings, paces, type Reading, readStream, readWebStream } from './index.js'

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] })
})
afterEach(() => {
  vi.useRealTimers()
})

const reading = (): Reading => ({
  limits: defaultLimits,
  hold: holdings(defaultLimits.heldSize).open(),
  pace: paces(1000).open(),
  uploadDir: undefined,
  takesFile: () => false,
  admit: () => Promise.reject(new Error('no files here')),
})

test('a body is cut when its average is too slow, and not in its first 30 seconds', () => {
  const cut = vi.fn()
  const pace = paces(1000).open()
  pace.start(cut)
  vi.advanceTimersByTime(29_999)
  expect(cut).not.toHaveBeenCalled()
  pace.arrived(40_000)
  vi.advanceTimersByTime(10_001)
  expect(cut).not.toHaveBeenCalled()
  vi.advanceTimersByTime(5000)
  expect(cut).toHaveBeenCalledOnce()
})

test('a body that has ended, or may be slow, is not cut', () => {
  const cut = vi.fn()
  const watched = paces(1000)
  const [ended, other] = [watched.open(), watched.open()]
  ended.start(cut)
  other.start(cut)
  ended.end()
  paces(0).open().start(cut)
  vi.advanceTimersByTime(5000)
  expect(vi.getTimerCount()).toBe(1)
  other.end()
  vi.advanceTimersByTime(1_000_000)
  expect(cut).not.toHaveBeenCalled()
  expect(vi.getTimerCount()).toBe(0)
})

test('a slow body of a fetch request is cancelled', async () => {
  const cancelled = vi.fn()
  let send: ReadableStreamDefaultController<Uint8Array> | undefined
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      send = controller
    },
    cancel: cancelled,
  })
  const text = readWebStream(body, reading())
  const refused = expect(text).rejects.toMatchObject({ code: 'INVALID_BODY' })
  send?.enqueue(new Uint8Array(10))
  await vi.advanceTimersByTimeAsync(30_000)
  await refused
  expect(cancelled).toHaveBeenCalledOnce()
})

test('the bytes of a Node stream count', async () => {
  const how = reading()
  const body = new PassThrough()
  const refused = expect(readStream(body, how)).rejects.toMatchObject({ code: 'INVALID_BODY' })
  body.write(Buffer.alloc(34_999))
  await new Promise((turn) => setImmediate(turn))
  await vi.advanceTimersByTimeAsync(30_000)
  expect(body.destroyed).toBe(false)
  await vi.advanceTimersByTimeAsync(5000)
  await refused
})
