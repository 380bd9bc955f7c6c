import { expect, test } from 'vitest'
import type { EventStream, SessionContext, StreamedEvent, StreamOptions } from '../index.js'
import {
  createTestHelpdesk,
  type TestHelpdesk,
  type TestHelpdeskOptions,
  testPassword,
} from '../testing/index.js'
import { refusal } from '../testing/refusal.test-support.js'

const createDesk = (options: TestHelpdeskOptions = {}) =>
  createTestHelpdesk({ ...options, streams: { pollEvery: 1, ...options.streams } })

/** Reads this many events, then ends the stream. */
async function take(stream: EventStream, count: number): Promise<StreamedEvent[]> {
  const taken: StreamedEvent[] = []
  for await (const event of stream) {
    taken.push(event)
    if (taken.length === count) break
  }
  return taken
}

const namesOf = (events: readonly StreamedEvent[]) => events.map(({ name }) => name)

/** Opens a stream, and returns a function that reads from it without ending it. */
async function open(desk: TestHelpdesk, session: SessionContext, options: StreamOptions = {}) {
  const ending = new AbortController()
  const stream = await desk.helpdesk.stream(session, { signal: ending.signal, ...options })
  const iterator = stream[Symbol.asyncIterator]()
  return {
    stream,
    end: () => ending.abort(),
    async next(): Promise<StreamedEvent | undefined> {
      const { value } = await iterator.next()
      return value ?? undefined
    },
  }
}

async function lastPosition({ storage }: TestHelpdesk): Promise<number> {
  await storage.events.position(100)
  return (await storage.events.range())?.last ?? 0
}

test('staff see the events of tickets in their departments alone', async () => {
  const desk = await createDesk()
  const away = await desk.department()
  const stan = await desk.staff()
  const jane = await desk.user()
  const stream = await desk.helpdesk.stream(stan)
  await desk.ticket({ author: jane, departmentId: away })
  const ticketNumber = await desk.ticket({ author: jane })
  await desk.helpdesk.ticket.comment(desk.admin, { ticketNumber, content: 'Psst', private: true })
  expect(await take(stream, 2)).toMatchObject([
    { name: 'ticket.created', ticketNumber, by: { kind: 'user', id: jane.id } },
    { name: 'ticket.commented', ticketNumber, private: true },
  ])
})

test('users see the events of their own tickets, and none of private comments', async () => {
  const desk = await createDesk()
  const [jane, jim] = [await desk.user(), await desk.user()]
  const stream = await desk.helpdesk.stream(jane)
  const ofJim = await desk.ticket({ author: jim })
  const ticketNumber = await desk.ticket({ author: jane })
  const { ticket, system } = desk.helpdesk
  await ticket.comment(desk.admin, { ticketNumber, content: 'Psst', private: true })
  await ticket.editComment(desk.admin, { ticketNumber, ticketEventId: 1, content: 'Pst' })
  await ticket.seen(desk.admin, { ticketNumber })
  await ticket.comment(desk.admin, { ticketNumber: ofJim, content: 'Hello Jim' })
  await system.addDepartment(desk.admin, { name: 'Sales' })
  await ticket.comment(desk.admin, { ticketNumber, content: 'Hello Jane' })
  await ticket.seen(jane, { ticketNumber })
  const events = await take(stream, 3)
  expect(events).toMatchObject([
    { name: 'ticket.created', ticketNumber },
    { name: 'ticket.commented', ticketNumber, private: false },
    { name: 'ticket.seen', byAuthor: true, byStaff: false },
  ])
})

test('supervisors see the events of the users whom they supervise', async () => {
  const desk = await createDesk()
  const [jane, sue] = [await desk.user(), await desk.user()]
  const stream = await desk.helpdesk.stream(sue)
  await desk.ticket({ author: jane })
  await desk.storage.users.setSupervised(sue.id, [jane.id])
  const ticketNumber = await desk.ticket({ author: jane })
  // Rights are read once for each poll. The first ticket may be in the same poll as the new right, and then it is shown too.
  for await (const event of stream) {
    expect(event.name).toBe('ticket.created')
    if ('ticketNumber' in event && event.ticketNumber === ticketNumber) break
  }
})

test('a ticket session sees the events of its ticket alone', async () => {
  const desk = await createDesk()
  const [gus, other] = [await desk.ticketSession(), await desk.ticketSession()]
  const stream = await desk.helpdesk.stream(gus)
  const numberOf = async (session: SessionContext) =>
    (await desk.storage.sessions.byTokenHash(await hashOf(session)))?.session.ticketNumber ?? 0
  await desk.helpdesk.ticket.close(desk.admin, { ticketNumber: await numberOf(other) })
  const ticketNumber = await numberOf(gus)
  await desk.helpdesk.ticket.close(desk.admin, { ticketNumber })
  expect(await take(stream, 1)).toMatchObject([{ name: 'ticket.closed', ticketNumber }])
})

async function hashOf({ token = '' }: SessionContext): Promise<string> {
  const bytes = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(token))
  return Buffer.from(bytes).toString('hex')
}

test('events about accounts go to staff and to the user, those about mails and keys to level 3', async () => {
  const desk = await createDesk()
  const [jane, jim] = [await desk.user(), await desk.user()]
  const stan = await desk.staff()
  const [ofJane, ofStan, ofAdmin] = [
    await desk.helpdesk.stream(jane),
    await desk.helpdesk.stream(stan),
    await desk.helpdesk.stream(desk.admin),
  ]
  const { user, system } = desk.helpdesk
  await system.addApiKey(desk.admin, { name: 'CI' })
  await user.disable(desk.admin, { userId: jim.id })
  await user.editCustomFields(desk.admin, { userId: jane.id })
  await user.editSupervisedList(desk.admin, { userId: jane.id, userIdList: [jim.id] })
  expect(await take(ofJane, 1)).toMatchObject([{ name: 'user.edited', userId: jane.id }])
  expect(namesOf(await take(ofStan, 2))).toEqual(['user.disabled', 'user.edited'])
  expect(namesOf(await take(ofAdmin, 3))).toEqual(['apiKey.created', 'user.disabled', 'user.edited'])
})

test('author and staff learn that a ticket is deleted, others do not', async () => {
  const desk = await createDesk()
  const away = await desk.department()
  const [jane, jim] = [await desk.user(), await desk.user()]
  const [stan, out] = [await desk.staff(), await desk.staff({ departments: [away] })]
  const ticketNumber = await desk.ticket({ author: jane })
  const [ofJane, ofJim, ofStan, ofOut] = [
    await desk.helpdesk.stream(jane),
    await desk.helpdesk.stream(jim),
    await desk.helpdesk.stream(stan),
    await desk.helpdesk.stream(out),
  ]
  await desk.helpdesk.ticket.delete(jane, { ticketNumber })
  const last = await desk.ticket({ author: jim, departmentId: away })
  const deleted = { name: 'ticket.deleted', ticketNumber, departmentId: 1 }
  expect(await take(ofJane, 1)).toMatchObject([deleted])
  expect(await take(ofStan, 1)).toMatchObject([deleted])
  for (const stream of [ofJim, ofOut])
    expect(await take(stream, 1)).toMatchObject([{ name: 'ticket.created', ticketNumber: last }])
})

test('all staff learn that all tickets are deleted', async () => {
  const desk = await createDesk()
  const out = await desk.staff({ departments: [] })
  await desk.ticket({ author: desk.admin })
  const stream = await desk.helpdesk.stream(out)
  await desk.helpdesk.system.deleteAllUsers(desk.admin, { password: 'correct horse' })
  expect(namesOf(await take(stream, 2))).toEqual(['ticket.deleted', 'users.deleted'])
})

test('staff learn that a ticket has left their department, and nothing of it afterwards', async () => {
  const desk = await createDesk()
  const away = await desk.department()
  const stan = await desk.staff()
  const both = await desk.staff({ departments: [1, away] })
  const ticketNumber = await desk.ticket({ author: desk.admin })
  const stream = await desk.helpdesk.stream(stan)
  await desk.helpdesk.ticket.changeDepartment(both, { ticketNumber, departmentId: away })
  await desk.helpdesk.ticket.close(both, { ticketNumber })
  const last = await desk.ticket({ author: desk.admin })
  expect(await take(stream, 2)).toMatchObject([
    { name: 'ticket.departmentChanged', ticketNumber },
    { name: 'ticket.created', ticketNumber: last },
  ])
})

test('a member who loses a department gets no event of it any more', async () => {
  const desk = await createDesk()
  const away = await desk.department()
  const stan = await desk.staff({ departments: [1, away] })
  const reader = await open(desk, stan)
  const ticketNumber = await desk.ticket({ author: desk.admin })
  expect(await reader.next()).toMatchObject({ name: 'ticket.created', ticketNumber })
  await desk.storage.staff.setDepartments(stan.id, [away])
  await desk.helpdesk.ticket.close(desk.admin, { ticketNumber })
  const last = await desk.ticket({ author: desk.admin, departmentId: away })
  expect(await reader.next()).toMatchObject({ name: 'ticket.created', ticketNumber: last })
  reader.end()
})

test('a stream fails once the session has ended', async () => {
  const desk = await createDesk()
  const jane = await desk.user()
  const reader = await open(desk, jane)
  await desk.helpdesk.user.logout(jane)
  await desk.ticket({ author: desk.admin })
  await expect(reader.next()).rejects.toEqual(refusal('NO_PERMISSION'))
})

test.each(['by a session', 'by the host'])('a stream fails once the account is disabled: %s', async (how) => {
  const desk = await createDesk()
  const jane = await desk.user()
  const vouched = desk.helpdesk.actingAs({ user: { email: jane.email, name: jane.name } })
  const reader = await open(desk, how === 'by the host' ? vouched : jane)
  await desk.storage.users.update(jane.id, { disabled: true })
  await desk.ticket({ author: desk.admin })
  await expect(reader.next()).rejects.toEqual(refusal('USER_DISABLED'))
})

test('what the host said at the opening does not undo later changes', async () => {
  const desk = await createDesk()
  const away = await desk.department()
  const member = { id: 'stan', email: 'stan@helpdesk.example', name: 'Stan', departments: [1, away] }
  const reader = await open(desk, desk.helpdesk.actingAs({ staff: member }))
  const [{ id } = { id: 0 }] = (await desk.storage.staff.all()).filter(({ name }) => name === 'Stan')
  await desk.storage.staff.setDepartments(id, [away])
  await desk.ticket({ author: desk.admin })
  const last = await desk.ticket({ author: desk.admin, departmentId: away })
  expect(await reader.next()).toMatchObject({ name: 'ticket.created', ticketNumber: last })
  expect(await desk.storage.staff.departmentIds(id)).toEqual([away])
  reader.end()
})

test.each<[string, (desk: TestHelpdesk) => Promise<SessionContext>, string]>([
  ['a guest', async () => ({}), 'NO_PERMISSION'],
  ['a wrong token', async ({ admin }) => ({ userId: admin.id, token: 'f'.repeat(40) }), 'NO_PERMISSION'],
  ['an unknown staff id', async ({ helpdesk }) => helpdesk.actingAs({ staff: 77 }), 'UNKNOWN_STAFF'],
  [
    'an access token',
    async ({ admin, helpdesk }) => {
      const { token } = await helpdesk.system.createToken(admin, { name: 'Shop', scopes: ['ticket.*'] })
      return { token }
    },
    'TOKEN_NOT_ALLOWED',
  ],
  [
    'a disabled user',
    async (desk) => {
      const jane = await desk.user()
      await desk.storage.users.update(jane.id, { disabled: true })
      return jane
    },
    'USER_DISABLED',
  ],
  [
    'a ticket session while mandatory login is on',
    async (desk) => {
      const session = await desk.ticketSession()
      await desk.storage.settings.set({ 'mandatory-login': '1' })
      return session
    },
    'NO_PERMISSION',
  ],
])('%s gets no stream', async (_, sessionOf, code) => {
  const desk = await createDesk()
  await expect(desk.helpdesk.stream(await sessionOf(desk))).rejects.toEqual(refusal(code))
})

test('before the installation there is no stream', async () => {
  const { helpdesk } = await createDesk({ install: false })
  await expect(helpdesk.stream({})).rejects.toEqual(refusal('NOT_INSTALLED'))
})

test.each([-1, 1.5, Number.NaN])('%s is no position', async (after) => {
  const { helpdesk, admin } = await createDesk()
  await expect(helpdesk.stream(admin, { after })).rejects.toEqual(refusal('INVALID_CURSOR'))
})

test('a stream resumes after a position, in another process', async () => {
  const desk = await createDesk()
  const start = await lastPosition(desk)
  const first = await desk.ticket({ author: desk.admin })
  const other = await createDesk({ storage: desk.storage, install: false })
  const second = await desk.ticket({ author: desk.admin })
  const events = await take(await other.helpdesk.stream(desk.admin, { after: start }), 2)
  expect(events).toMatchObject([
    { ticketNumber: first, position: start + 1 },
    { ticketNumber: second, position: start + 2 },
  ])
  const [resumed] = await take(await other.helpdesk.stream(desk.admin, { after: start + 1 }), 1)
  expect(resumed).toMatchObject({ ticketNumber: second, position: start + 2 })
})

test('a stream reads more events than it holds', async () => {
  const desk = await createDesk()
  const start = await lastPosition(desk)
  const event = { name: 'ban.added', by: null, at: desk.clock.now(), payload: '{}' }
  await desk.storage.events.add(Array.from({ length: 1500 }, () => event))
  const stream = await desk.helpdesk.stream(desk.admin, { after: start })
  const positions = (await take(stream, 1500)).map(({ position }) => position - start)
  expect(positions).toEqual(Array.from({ length: 1500 }, (_, index) => index + 1))
})

test.each<[string, (last: number) => number]>([
  ['before the log', () => 0],
  ['after the log', (last) => last + 1],
])('a position %s is answered by events.gone, and the stream goes on at the end', async (_, after) => {
  const desk = await createDesk()
  for (let each = 0; each < 3; each++) await desk.ticket({ author: desk.admin })
  const last = await lastPosition(desk)
  await desk.storage.events.removeBefore(new Date(desk.clock.now().getTime() + 1))
  const stream = await desk.helpdesk.stream(desk.admin, { after: after(last) })
  const ticketNumber = await desk.ticket({ author: desk.admin })
  expect(await take(stream, 2)).toMatchObject([
    { name: 'events.gone', position: last },
    { name: 'ticket.created', ticketNumber },
  ])
})

test('the position counts events that the session may not see', async () => {
  const desk = await createDesk()
  const jane = await desk.user()
  const reader = await open(desk, jane)
  const start = reader.stream.position
  await desk.ticket({ author: desk.admin })
  await desk.ticket({ author: desk.admin })
  await desk.ticket({ author: jane })
  await reader.next()
  expect(reader.stream.position).toBe(start + 3)
  reader.end()
})

test('a session has a limited number of streams, and gets the place of one that has ended', async () => {
  const desk = await createDesk({ streams: { perSession: 2 } })
  const jane = await desk.user()
  const [first] = [await open(desk, jane), await open(desk, jane)]
  const refused = await desk.helpdesk.stream(jane).catch((error: unknown) => error)
  expect(refused).toMatchObject({ code: 'TOO_MANY_STREAMS', details: { retryAfter: 5 } })
  await open(desk, await desk.user())
  first.end()
  await open(desk, jane)
})

test('an account has a limited number of streams, however often it signs in', async () => {
  const desk = await createDesk({ streams: { perSession: 1 } })
  const jane = await desk.user()
  const signIn = () => desk.helpdesk.user.login({}, { email: jane.email, password: testPassword })
  for (let each = 0; each < 3; each++) await open(desk, await signIn())
  await expect(desk.helpdesk.stream(await signIn())).rejects.toEqual(refusal('TOO_MANY_STREAMS'))
  await open(desk, await desk.user())
})

test('users leave places for the team', async () => {
  const desk = await createDesk({ streams: { total: 5 } })
  for (let each = 0; each < 4; each++) await open(desk, await desk.user())
  await expect(desk.helpdesk.stream(await desk.user())).rejects.toEqual(refusal('TOO_MANY_STREAMS'))
  await open(desk, desk.admin)
  await expect(desk.helpdesk.stream(desk.admin)).rejects.toEqual(refusal('TOO_MANY_STREAMS'))
})

test('a process has a limited number of streams, and gets back the place of a reader who stops', async () => {
  const desk = await createDesk({ streams: { total: 1 } })
  const stream = await desk.helpdesk.stream(desk.admin)
  await expect(desk.helpdesk.stream(await desk.user())).rejects.toEqual(refusal('TOO_MANY_STREAMS'))
  await desk.ticket({ author: desk.admin })
  await take(stream, 1)
  await desk.helpdesk.stream(await desk.user())
})

test('a stream that waits ends when its signal aborts', async () => {
  const desk = await createDesk()
  const reader = await open(desk, desk.admin)
  const waiting = reader.next()
  reader.end()
  expect(await waiting).toBeUndefined()
})

test('a reader that is far behind lets others have their turn', async () => {
  const desk = await createDesk()
  const jane = await desk.user()
  const after = await lastPosition(desk)
  const event = { name: 'tag.created', by: null, at: new Date(0), payload: '{"tagId":1}' }
  await desk.storage.events.add(Array.from({ length: 600 }, () => event))
  await desk.ticket({ author: jane })
  let turns = 0
  const stream = await desk.helpdesk.stream(jane, { after })
  const count = () => {
    turns++
    counter = setImmediate(count)
  }
  let counter = setImmediate(count)
  const [first] = await take(stream, 1)
  clearImmediate(counter)
  expect(first).toMatchObject({ name: 'ticket.created' })
  expect(turns).toBeGreaterThanOrEqual(10)
})
