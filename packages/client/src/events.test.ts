import type { StreamedEvent } from '@opensupports/core'
import { testPassword } from '@opensupports/core/testing'
import { expect, test } from 'vitest'
import { createClient } from './index.js'
import { listen, serveDesk } from './serving.test-support.js'

const options = { helpdesk: { streams: { pollEvery: 1 } } }

/** Reads this many events, then ends. */
async function take(events: AsyncIterable<StreamedEvent>, count: number): Promise<StreamedEvent[]> {
  const taken: StreamedEvent[] = []
  for await (const event of events) {
    taken.push(event)
    if (taken.length === count) break
  }
  return taken
}

const ticket = { title: 'Printer', content: 'It smokes.' }

const lastPosition = async ({ storage }: Awaited<ReturnType<typeof serveDesk>>['desk']) => {
  await storage.events.position(100)
  return (await storage.events.range())?.last ?? 0
}

/** A block of server-sent events. */
const sent = (position: number) =>
  `id: ${position}\ndata: ${JSON.stringify({ name: 'ban.added', position, at: '2026-03-02T12:00:00.000Z' })}\n\n`

/** Answers each connection with one of the bodies, then ends it. Records the cursors. */
async function scripted(...bodies: ((string | undefined)[] | 'refused')[]) {
  const cursors: (string | string[] | undefined)[] = []
  const url = await listen((request, response) => {
    const body = bodies[cursors.length] ?? []
    cursors.push(request.headers['last-event-id'])
    if (body === 'refused') {
      response.writeHead(503, { 'content-type': 'application/json' })
      return response.end(JSON.stringify({ status: 'fail', message: 'SERVER_BUSY', data: null }))
    }
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    for (const part of body) response.write(part)
    return response.end()
  })
  return { cursors, client: createClient({ url }) }
}

test('yields what the session may see, with dates', async () => {
  const { customer, desk } = await serveDesk(options)
  const client = await customer({ fetch: fetch })
  const after = await lastPosition(desk)
  await desk.ticket({ author: desk.admin })
  const { ticketNumber } = await client.ticket.create(ticket)
  const [event] = await take(client.events({ after }), 1)
  expect(event).toMatchObject({ name: 'ticket.created', ticketNumber, at: desk.clock.now() })
})

test('goes on after the last event when the connection ends or is refused', async () => {
  const { client, cursors } = await scripted([sent(7), sent(8)], 'refused', [sent(9)])
  const connections: boolean[] = []
  const onConnection = (isOpen: boolean) => void connections.push(isOpen)
  const events = await take(client.events({ after: 6, onConnection }), 3)
  expect(events.map(({ position }) => position)).toEqual([7, 8, 9])
  expect(cursors).toEqual(['6', '8', '8'])
  expect(connections).toEqual([true, false, true, false])
})

test('goes on after a position that came without an event', async () => {
  const { client, cursors } = await scripted(['id: 40\n\n'], [sent(41)])
  await take(client.events(), 1)
  expect(cursors).toEqual([undefined, '40'])
})

test('puts together what arrives in pieces', async () => {
  const [start, end] = [sent(7).slice(0, 20), sent(7).slice(20)]
  const { client } = await scripted([start, end])
  expect(await take(client.events(), 1)).toMatchObject([{ position: 7, at: new Date('2026-03-02T12:00Z') }])
})

test('throws when the session has ended', async () => {
  const { customer, desk } = await serveDesk(options)
  const client = await customer({ fetch: fetch })
  const after = await lastPosition(desk)
  await client.ticket.create(ticket)
  const events = client.events({ after })[Symbol.asyncIterator]()
  await events.next()
  const { userId = 0 } = (await client.session.get()) ?? {}
  await desk.storage.sessions.removeOf({ kind: 'user', id: userId })
  await desk.ticket({ author: desk.admin })
  await expect(events.next()).rejects.toMatchObject({ code: 'NO_PERMISSION' })
})

test('opens an ended session again by its remember token, and goes on', async () => {
  const { client: clientOf, desk } = await serveDesk(options)
  const { admin } = desk
  const client = clientOf({ fetch })
  await client.user.login({ email: admin.email, password: testPassword, staff: true, remember: true })
  const after = await lastPosition(desk)
  const first = await desk.ticket({ author: admin })
  const events = client.events({ after })[Symbol.asyncIterator]()
  expect(await events.next()).toMatchObject({ value: { ticketNumber: first } })
  const jane = await desk.user()
  await desk.storage.sessions.removeOf({ kind: 'staff', id: admin.id })
  const second = await desk.ticket({ author: jane })
  expect(await events.next()).toMatchObject({ value: { ticketNumber: second } })
  await events.return?.()
})

test('a guest is refused, and so is what is no helpdesk', async () => {
  const { client } = await serveDesk(options)
  await expect(take(client({ fetch }).events(), 1)).rejects.toMatchObject({
    code: 'NO_PERMISSION',
    status: 403,
  })
  const page = createClient({ url: await listen((_, response) => response.end('<html>')) })
  await expect(take(page.events(), 1)).rejects.toMatchObject({ code: 'INVALID_ANSWER' })
})

test('ends when the signal aborts', async () => {
  const { customer } = await serveDesk(options)
  const client = await customer({ fetch: fetch })
  const ending = new AbortController()
  const next = client.events({ signal: ending.signal })[Symbol.asyncIterator]().next()
  ending.abort()
  expect(await next).toEqual({ done: true, value: undefined })
})
