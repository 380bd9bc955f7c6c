import { createTestHelpdesk, type TestHelpdesk } from '@opensupports/core/testing'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { type BothOptions, hosts, type Send } from './both-handlers.test-support.js'
import { eventStreamAnswer } from './event-stream.js'

let desk: TestHelpdesk
beforeEach(async () => {
  desk = await createTestHelpdesk({ streams: { pollEvery: 1, perSession: 2 } })
})
afterEach(() => {
  vi.useRealTimers()
})

const bearer = ({ userId, token }: { userId?: string | number | undefined; token?: string | undefined }) => ({
  authorization: `Bearer ${userId}.${token}`,
})

/** Reads the blocks of a stream one by one; undefined at its end. */
function blocksOf({ body }: Response) {
  const reader = (body as ReadableStream<Uint8Array>).pipeThrough(new TextDecoderStream()).getReader()
  let text = ''
  return {
    cancel: () => reader.cancel(),
    async next(): Promise<Record<string, string> | undefined> {
      while (!text.includes('\n\n')) {
        const { done, value } = await reader.read()
        if (done) return undefined
        text += value
      }
      const end = text.indexOf('\n\n')
      const lines = text.slice(0, end).split('\n')
      text = text.slice(end + 2)
      return Object.fromEntries(lines.map((line) => line.split(/: (.*)/s).slice(0, 2)))
    },
  }
}

const dataOf = (block: Record<string, string> | undefined) => JSON.parse(block?.data ?? 'null') as unknown

async function lastPosition(): Promise<number> {
  await desk.storage.events.position(100)
  return (await desk.storage.events.range())?.last ?? 0
}

describe.each(hosts)('GET /events on $name', ({ serve }) => {
  const run = (work: (send: Send) => Promise<void>, options: BothOptions = {}) =>
    serve(desk.helpdesk, options, work)

  test('sends the events of the session, with their positions', () =>
    run(async (send) => {
      const jane = await desk.user()
      const start = await lastPosition()
      const response = await send('/api/events', { headers: bearer(jane) })
      expect(response.status).toBe(200)
      expect(response.headers.get('content-type')).toBe('text/event-stream')
      expect(response.headers.get('cache-control')).toBe('no-store, no-transform')
      const blocks = blocksOf(response)
      expect(await blocks.next()).toEqual({ retry: '1000', id: String(start) })
      await desk.ticket({ author: desk.admin })
      const ticketNumber = await desk.ticket({ author: jane })
      const block = await blocks.next()
      expect(block?.id).toBe(String(start + 2))
      expect(dataOf(block)).toEqual({
        name: 'ticket.created',
        position: start + 2,
        by: { kind: 'user', id: jane.id },
        at: desk.clock.now().toISOString(),
        ticketNumber,
        departmentId: 1,
      })
      await blocks.cancel()
    }))

  test.each(['header', 'parameter'])('resumes after a position: %s', (where) =>
    run(async (send) => {
      const first = await desk.ticket({ author: desk.admin })
      const position = (await lastPosition()) - 1
      const headers = { ...bearer(desk.admin), 'last-event-id': String(position) }
      const response =
        where === 'header'
          ? await send('/api/events', { headers })
          : await send(`/api/events?after=${position}`, { headers: bearer(desk.admin) })
      const blocks = blocksOf(response)
      expect(await blocks.next()).toMatchObject({ id: String(position) })
      expect(dataOf(await blocks.next())).toMatchObject({ ticketNumber: first })
      await blocks.cancel()
    }),
  )

  test('says that events are gone, by an event of its own kind', () =>
    run(async (send) => {
      const last = await lastPosition()
      const response = await send(`/api/events?after=${last + 1000}`, { headers: bearer(desk.admin) })
      const blocks = blocksOf(response)
      await blocks.next()
      const block = await blocks.next()
      expect(block).toMatchObject({ event: 'gone', id: String(last) })
      expect(dataOf(block)).toEqual({ name: 'events.gone', position: last })
      await blocks.cancel()
    }))

  test('ends with the reason when the session has ended', () =>
    run(async (send) => {
      const jane = await desk.user()
      const blocks = blocksOf(await send('/api/events', { headers: bearer(jane) }))
      await blocks.next()
      await desk.helpdesk.user.logout(jane)
      await desk.ticket({ author: desk.admin })
      const block = await blocks.next()
      expect(block?.event).toBe('closed')
      expect(dataOf(block)).toMatchObject({ code: 'NO_PERMISSION', detail: expect.any(String) })
      expect(await blocks.next()).toBeUndefined()
    }))

  test('ends when the server stops', async () => {
    const stopping = new AbortController()
    await run(
      async (send) => {
        const blocks = blocksOf(await send('/api/events', { headers: bearer(desk.admin) }))
        await blocks.next()
        const next = blocks.next()
        stopping.abort()
        expect(await next).toBeUndefined()
      },
      { signal: stopping.signal },
    )
  })

  test('a client that leaves gives back its place', () =>
    run(async (send) => {
      const headers = bearer(desk.admin)
      const first = blocksOf(await send('/api/events', { headers }))
      const second = blocksOf(await send('/api/events', { headers }))
      const refused = await send('/api/events', { headers })
      expect(refused.status).toBe(429)
      expect(refused.headers.get('retry-after')).toBe('5')
      expect(await refused.json()).toMatchObject({ message: 'TOO_MANY_STREAMS', data: { retryAfter: 5 } })
      await first.next()
      await first.cancel()
      let third = await send('/api/events', { headers })
      while (third.status === 429) third = await send('/api/events', { headers })
      expect(third.status).toBe(200)
      await blocksOf(third).cancel()
      await second.cancel()
    }))

  test.each<[string, Record<string, string>, number, string]>([
    ['', {}, 403, 'NO_PERMISSION'],
    ['', { authorization: `Bearer 1.${'0'.repeat(40)}` }, 403, 'NO_PERMISSION'],
    ['?after=x', {}, 400, 'INVALID_CURSOR'],
    ['', { 'last-event-id': '-1' }, 400, 'INVALID_CURSOR'],
  ])('refuses %s %o', (query, headers, status, message) =>
    run(async (send) => {
      const response = await send(`/api/events${query}`, { headers })
      expect(response.status).toBe(status)
      expect(await response.json()).toMatchObject({ status: 'fail', message })
    }),
  )

  test('serves people who signed in at the host, but no other site', () =>
    run(
      async (send) => {
        const own = { cookie: 'host=ada', 'sec-fetch-site': 'same-origin' }
        const response = await send('/api/events', { headers: own })
        expect(response.status).toBe(200)
        await blocksOf(response).cancel()
        const foreign = { ...own, 'sec-fetch-site': 'cross-site' }
        const refused = await send('/api/events', { headers: foreign })
        expect(refused.status).toBe(403)
        expect(await refused.json()).toMatchObject({ message: 'CROSS_SITE_REQUEST' })
      },
      {
        session({ headers }) {
          const cookies = headers instanceof Headers ? headers.get('cookie') : headers.cookie
          return cookies === 'host=ada' ? desk.helpdesk.actingAs({ staff: 1 }) : undefined
        },
      },
    ))
})

/** A stream without events that is read by the test, in the test's own time. */
async function silentStream(check = async () => {}) {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })
  const end = new AbortController()
  const stream = await desk.helpdesk.stream(desk.admin, { signal: end.signal })
  const { body } = eventStreamAnswer(stream, {
    end,
    left: new AbortController().signal,
    stopping: undefined,
    check,
    refusalOf: (error) => error as never,
  })
  const reader = (body as ReadableStream<Uint8Array>).pipeThrough(new TextDecoderStream()).getReader()
  return { end, reader, position: stream.position }
}

test('a silent stream sends its position every 15 seconds', async () => {
  const { end, reader, position } = await silentStream()
  await reader.read()
  const next = reader.read()
  await vi.advanceTimersByTimeAsync(15_000)
  expect(await next).toEqual({ done: false, value: `id: ${position}\n\n` })
  end.abort()
})

test('a stream ends when the sign-in at the host has ended', async () => {
  const { end, reader } = await silentStream(() =>
    Promise.reject(Object.assign(new Error(), { code: 'NO_PERMISSION', detail: 'Signed out.' })),
  )
  await reader.read()
  const next = reader.read()
  await vi.advanceTimersByTimeAsync(15_000)
  expect((await next).value).toBe('event: closed\ndata: {"code":"NO_PERMISSION","detail":"Signed out."}\n\n')
  expect(end.signal.aborted).toBe(true)
})

test('a busy stream ends, too, before it sends what came after the sign-out at the host', async () => {
  let isSignedIn = true
  const { reader } = await silentStream(async () => {
    if (!isSignedIn) throw Object.assign(new Error(), { code: 'NO_PERMISSION', detail: 'Signed out.' })
  })
  await reader.read()
  const first = reader.read()
  await vi.advanceTimersByTimeAsync(10_000)
  await desk.ticket({ author: desk.admin })
  await vi.advanceTimersByTimeAsync(1)
  expect((await first).value).toContain('ticket.created')
  isSignedIn = false
  const second = reader.read()
  await vi.advanceTimersByTimeAsync(10_000)
  await desk.ticket({ author: desk.admin })
  await vi.advanceTimersByTimeAsync(1)
  expect((await second).value).toContain('event: closed')
})

test('a client that leaves events unread for 30 seconds is disconnected', async () => {
  const { end, reader } = await silentStream()
  for (let each = 0; each < 3; each++) await desk.ticket({ author: desk.admin })
  await reader.read()
  await reader.read()
  await vi.advanceTimersByTimeAsync(29_000)
  expect(end.signal.aborted).toBe(false)
  await vi.advanceTimersByTimeAsync(20_000)
  expect(end.signal.aborted).toBe(true)
})
