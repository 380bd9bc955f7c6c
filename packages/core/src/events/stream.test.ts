import { expect, test } from 'vitest'
import { type HelpdeskEvent, memoryStorage, OpenSupportsError, refuse } from '../index.js'
import { createTestHelpdesk, type TestHelpdesk } from '../testing/index.js'
import { eventStream } from './stream.js'

/** Reads this many events, then ends the stream. */
async function take(events: AsyncIterable<HelpdeskEvent>, count: number): Promise<HelpdeskEvent[]> {
  const taken: HelpdeskEvent[] = []
  for await (const event of events) {
    taken.push(event)
    if (taken.length === count) break
  }
  return taken
}

/** The position of the last event, after those of the installation. */
async function lastPosition({ storage }: TestHelpdesk): Promise<number> {
  await storage.events.position(100)
  return (await storage.events.range())?.last ?? 0
}

test('another process gets every event after a position, with its cause and time', async () => {
  const desk = await createTestHelpdesk()
  const jane = await desk.user()
  const start = await lastPosition(desk)
  const ticketNumber = await desk.ticket({ author: jane })
  await desk.helpdesk.ticket.close(desk.admin, { ticketNumber })
  const other = await createTestHelpdesk({ storage: desk.storage, install: false })
  const all = await take(other.helpdesk.events({ after: start }), 2)
  expect(all).toEqual([
    {
      name: 'ticket.created',
      position: start + 1,
      by: { kind: 'user', id: jane.id },
      at: desk.clock.now(),
      ticketNumber,
      departmentId: 1,
    },
    {
      name: 'ticket.closed',
      position: start + 2,
      by: { kind: 'staff', id: desk.admin.id },
      at: desk.clock.now(),
      ticketNumber,
    },
  ])
  const [second] = await take(other.helpdesk.events({ after: start + 1 }), 1)
  expect(second).toMatchObject({ name: 'ticket.closed', position: start + 2 })
})

test('without a position, a stream begins with the next event, and waits for it', async () => {
  const desk = await createTestHelpdesk()
  await desk.ticket({ author: desk.admin })
  const next = desk.helpdesk.events({ interval: 1 })[Symbol.asyncIterator]()
  const first = next.next()
  // The stream has found its start once a read of the storage has returned.
  await desk.storage.events.range()
  await desk.storage.events.range()
  await desk.storage.events.range()
  const ticketNumber = await desk.ticket({ author: desk.admin })
  expect(await first).toMatchObject({ value: { name: 'ticket.created', ticketNumber } })
  await next.return?.(undefined)
})

test('a stream ends when its signal aborts, also while it waits', async () => {
  const desk = await createTestHelpdesk()
  const ending = new AbortController()
  const stream = desk.helpdesk.events({ signal: ending.signal, interval: 1_000_000 })[Symbol.asyncIterator]()
  const waiting = stream.next()
  ending.abort()
  expect(await waiting).toEqual({ done: true, value: undefined })
})

test('a position whose events have been removed is refused', async () => {
  const desk = await createTestHelpdesk()
  const start = await lastPosition(desk)
  for (let each = 0; each < 3; each++) await desk.ticket({ author: desk.admin })
  await take(desk.helpdesk.events({ after: start }), 3)
  await desk.storage.events.removeBefore(new Date(desk.clock.now().getTime() + 1))
  await expect(take(desk.helpdesk.events({ after: 0 }), 1)).rejects.toMatchObject({ code: 'EVENTS_GONE' })
  const [kept] = await take(desk.helpdesk.events({ after: start + 2 }), 1)
  expect(kept).toMatchObject({ position: start + 3 })
})

test('a position beyond the end, as after a restore, is refused at once', async () => {
  const desk = await createTestHelpdesk()
  const end = await lastPosition(desk)
  await expect(take(desk.helpdesk.events({ after: end + 1 }), 1)).rejects.toMatchObject({
    code: 'EVENTS_GONE',
  })
  const ending = new AbortController()
  const stream = desk.helpdesk.events({ after: end, signal: ending.signal })[Symbol.asyncIterator]()
  const next = stream.next()
  await desk.ticket({ author: desk.admin })
  expect(await next).toMatchObject({ value: { name: 'ticket.created' } })
  ending.abort()
  const empty = eventStream(memoryStorage(), { after: 1 })
  await expect(take(empty, 1)).rejects.toMatchObject({ code: 'EVENTS_GONE' })
})

test('a refused call leaves no event', async () => {
  const desk = await createTestHelpdesk()
  const ticketNumber = await desk.ticket({ author: desk.admin })
  const stranger = await desk.user()
  const start = await lastPosition(desk)
  await desk.helpdesk.ticket.close(stranger, { ticketNumber }).catch(() => {})
  expect(await lastPosition(desk)).toBe(start)
})

test('a before hook refuses with a code of the host, and nothing is written', async () => {
  const desk = await createTestHelpdesk()
  const start = await lastPosition(desk)
  const seen: unknown[] = []
  const remove = desk.helpdesk.before('ticket.create', async (tx, { title, departmentId }) => {
    seen.push([tx.actor.kind, title, departmentId])
    if (title === 'Buy now') refuse('SPAM', 'This looks like spam.')
  })
  const ticket = { title: 'Buy now', content: 'Cheap.', departmentId: 1 }
  const refused = await desk.helpdesk.ticket.create(desk.admin, ticket).catch((error: unknown) => error)
  expect(refused).toBeInstanceOf(OpenSupportsError)
  expect(refused).toMatchObject({
    code: 'REFUSED',
    details: { code: 'SPAM', message: 'This looks like spam.' },
  })
  expect(await lastPosition(desk)).toBe(start)
  expect(desk.files.names()).toEqual([])
  remove()
  await desk.helpdesk.ticket.create(desk.admin, ticket)
  expect(seen).toEqual([['staff', 'Buy now', 1]])
})

test('a before hook writes in the same transaction', async () => {
  const desk = await createTestHelpdesk()
  desk.helpdesk.before('ticket.close', async (tx) => {
    await tx.bans.add('eve@evil.example')
  })
  const ticketNumber = await desk.ticket({ author: desk.admin })
  const stranger = await desk.user()
  await desk.helpdesk.ticket.close(stranger, { ticketNumber }).catch(() => {})
  expect(await desk.storage.bans.has('eve@evil.example')).toBe(false)
  await desk.helpdesk.ticket.close(desk.admin, { ticketNumber })
  expect(await desk.storage.bans.has('eve@evil.example')).toBe(true)
})

test('a prepare hook runs ahead of the transaction, and may use the outer storage', async () => {
  const desk = await createTestHelpdesk()
  const seen: unknown[] = []
  desk.helpdesk.prepare('ticket.comment', async (call, { ticketNumber }) => {
    seen.push([ticketNumber, (await call.storage.tickets.byNumber(ticketNumber))?.title])
  })
  const ticketNumber = await desk.ticket({ author: desk.admin, title: 'Printer' })
  await desk.helpdesk.ticket.comment(desk.admin, { ticketNumber, content: 'Hello' })
  expect(seen).toEqual([[ticketNumber, 'Printer']])
})

test('reads take no hooks', async () => {
  const { helpdesk } = await createTestHelpdesk()
  expect(() => helpdesk.before('ticket.get', () => {})).toThrow('ticket.get takes no hooks')
})

test('hooks get natural values by their names on the wire, however they were sent', async () => {
  const desk = await createTestHelpdesk()
  const seen: unknown[] = []
  desk.helpdesk.before('staff.edit', (_, { staffId, departments }) => seen.push([staffId, departments]))
  desk.helpdesk.before('ticket.create', (_, { departmentId }) => seen.push(departmentId))
  const form = { staffId: String(desk.admin.id), departments: '[1]' }
  const { operations } = desk.helpdesk
  const edit = operations.get('/staff/edit')
  const create = operations.get('/ticket/create')
  if (!edit || !create) throw new Error('an operation is missing')
  await desk.helpdesk.call(edit, desk.admin, form)
  await desk.helpdesk.call(create, desk.admin, { title: 'A', content: 'B', departmentId: '1' })
  await desk.helpdesk.call(create, desk.admin, { title: 'A', content: 'B' })
  expect(seen).toEqual([[desk.admin.id, [1]], 1, undefined])
})
