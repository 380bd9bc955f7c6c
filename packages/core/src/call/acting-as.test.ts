import { beforeEach, describe, expect, test } from 'vitest'
import { createTestHelpdesk, type TestHelpdesk } from '../testing/index.js'

let desk: TestHelpdesk
beforeEach(async () => {
  desk = await createTestHelpdesk()
})

describe('a user', () => {
  const jane = { email: 'Jane@Example.com', name: 'Jane' }

  test('without an account gets one at the first call', async () => {
    const session = desk.helpdesk.actingAs({ user: jane })
    expect(await desk.storage.users.byEmail('jane@example.com')).toBeUndefined()
    const ticketNumber = await desk.ticket({ author: session })
    expect(await desk.storage.users.byEmail('jane@example.com')).toMatchObject({
      id: 1,
      name: 'Jane',
      notRegistered: false,
      verificationToken: null,
      tickets: 1,
    })
    expect(await desk.storage.tickets.byNumber(ticketNumber)).toMatchObject({
      author: { kind: 'user', id: 1 },
    })
  })

  test('is one account, also for concurrent calls', async () => {
    const session = desk.helpdesk.actingAs({ user: jane })
    await Promise.all(Array.from({ length: 5 }, () => desk.helpdesk.user.get(session)))
    await desk.helpdesk.user.get(desk.helpdesk.actingAs({ user: { ...jane, email: 'JANE@example.com' } }))
    expect((await desk.storage.users.list({ orderBy: 'id', desc: false, offset: 0, limit: 10 })).total).toBe(
      1,
    )
  })

  test('with an account gets that one, which keeps its name', async () => {
    const known = await desk.user({ name: 'Jane Doe', email: 'jane@example.com' })
    const session = desk.helpdesk.actingAs({ user: jane })
    expect(await desk.helpdesk.user.get(session)).toMatchObject({ name: 'Jane Doe' })
    expect(await desk.storage.users.byId(known.id + 1)).toBeUndefined()
  })

  test('cannot sign in, since the account has no password', async () => {
    await desk.helpdesk.user.get(desk.helpdesk.actingAs({ user: jane }))
    for (const password of ['', '!', 'correct horse']) {
      const call = desk.helpdesk.user.login({}, { email: jane.email, password })
      await expect(call).rejects.toMatchObject({ code: 'INVALID_CREDENTIALS' })
    }
  })

  test('who is disabled gets USER_DISABLED', async () => {
    const known = await desk.user({ email: 'jane@example.com' })
    await desk.storage.users.update(known.id, { disabled: true })
    const call = desk.helpdesk.user.get(desk.helpdesk.actingAs({ user: jane }))
    await expect(call).rejects.toMatchObject({ code: 'USER_DISABLED' })
  })

  test('gets no data of a person who signed up with the address without verifying it', async () => {
    const thief = { name: 'Mallory', email: 'jane@example.com', password: 'a password of theirs' }
    const { userId } = await desk.helpdesk.user.signup({}, thief)
    const token = (await desk.mails())[0]?.variables.verificationToken ?? ''
    const session = desk.helpdesk.actingAs({ user: { email: 'jane@example.com', name: 'Jane' } })
    expect(await desk.helpdesk.user.get(session)).toMatchObject({ name: 'Jane', verified: true })
    expect(await desk.storage.users.byId(userId)).toMatchObject({ name: 'Jane', password: '!' })
    await expect(desk.helpdesk.user.login({}, thief)).rejects.toMatchObject({ code: 'INVALID_CREDENTIALS' })
    const verify = desk.helpdesk.user.verify({}, { email: thief.email, token })
    await expect(verify).rejects.toMatchObject({ code: 'INVALID_TOKEN' })
  })

  test('gets no account in a helpdesk that is not installed', async () => {
    const { helpdesk, storage } = await createTestHelpdesk({ install: false })
    const session = helpdesk.actingAs({ user: jane })
    await expect(helpdesk.user.get(session)).rejects.toMatchObject({ code: 'NOT_INSTALLED' })
    expect(await helpdesk.user.checkSession(session)).toEqual({ sessionActive: false })
    expect(await storage.users.byEmail('jane@example.com')).toBeUndefined()
  })

  test.each(['', 'jane', 'jane@localhost', ' jane@example.com'])('INVALID_EMAIL for %j', (email) => {
    expect(() => desk.helpdesk.actingAs({ user: { email, name: 'Jane' } })).toThrow('INVALID_EMAIL')
  })

  test.each(['', '0', 'x'.repeat(201), 'a\nb'])('INVALID_NAME for %j', (name) => {
    expect(() => desk.helpdesk.actingAs({ user: { email: 'jane@example.com', name } })).toThrow(
      'INVALID_NAME',
    )
  })
})

describe('a staff member', () => {
  test('is the one with the id', async () => {
    const session = desk.helpdesk.actingAs({ staff: desk.admin.id })
    expect(await desk.helpdesk.staff.get(session)).toMatchObject({ email: desk.admin.email, level: 3 })
  })

  test('has the current level', async () => {
    const session = desk.helpdesk.actingAs({ staff: (await desk.staff({ level: 3 })).id })
    await desk.storage.staff.update(2, { level: 1 })
    const call = desk.helpdesk.system.addDepartment(session, { name: 'Sales' })
    await expect(call).rejects.toMatchObject({ code: 'NO_PERMISSION' })
  })

  test.each([99, 0, -1, 1.5, Number.NaN])('with the unknown id %d is UNKNOWN_STAFF', async (staff) => {
    const session = desk.helpdesk.actingAs({ staff })
    expect(await desk.helpdesk.user.checkSession(session)).toEqual({ sessionActive: false })
    await expect(desk.helpdesk.staff.get(session)).rejects.toMatchObject({ code: 'UNKNOWN_STAFF' })
    await desk.storage.settings.set({ 'mandatory-login': '0' })
    const ticket = { title: 'Hello', content: 'World', name: 'Gus', email: 'gus@customer.example' }
    await expect(desk.helpdesk.ticket.create(session, ticket)).rejects.toMatchObject({
      code: 'UNKNOWN_STAFF',
    })
  })
})

describe('a context', () => {
  const jane = { user: { email: 'jane@example.com', name: 'Jane' } }

  test('may be spread, with the address and the id of a request added', async () => {
    const session = { ...desk.helpdesk.actingAs(jane), ip: '203.0.113.7', requestId: 'r-1' }
    expect(await desk.helpdesk.user.get(session)).toMatchObject({ name: 'Jane' })
  })

  test.each([
    ['as JSON', (session: object) => JSON.parse(JSON.stringify(session))],
    [
      'as a structured clone',
      (session: object) => structuredClone(Object.fromEntries(Object.entries(session))),
    ],
  ])('copied %s is SESSION_LOST, for whatever it calls', async (_, copy) => {
    const session = copy(desk.helpdesk.actingAs(jane))
    await expect(desk.helpdesk.user.get(session)).rejects.toMatchObject({ code: 'SESSION_LOST' })
    await expect(desk.helpdesk.user.checkSession(session)).rejects.toMatchObject({ code: 'SESSION_LOST' })
  })

  test('of another helpdesk is SESSION_LOST', async () => {
    const other = await createTestHelpdesk()
    const session = other.helpdesk.actingAs({ staff: 1 })
    await expect(desk.helpdesk.staff.get(session)).rejects.toMatchObject({ code: 'SESSION_LOST' })
  })

  test('cannot be forged', async () => {
    const spelled = { actingAs: false, helpdesk: desk.helpdesk, as: { staff: 1 } }
    await expect(desk.helpdesk.staff.get(spelled)).rejects.toMatchObject({ code: 'NO_PERMISSION' })
  })
})

describe('a call without a session is SESSION_MISSING', () => {
  type Call = (...args: unknown[]) => Promise<unknown>
  const helpdesk = () => desk.helpdesk as unknown as Record<string, Record<string, Call>>

  test.each([
    ['nothing', []],
    ['undefined', [undefined, { ticketNumber: 123456 }]],
    ['null', [null]],
    ['a text', ['token']],
    ['the parameters alone', [{ ticketNumber: 123456 }]],
  ])('%s', async (_, args) => {
    await expect(helpdesk().ticket?.get?.(...args)).rejects.toMatchObject({ code: 'SESSION_MISSING' })
  })

  test('except an empty object, or one with an address only, which is a guest', async () => {
    await expect(helpdesk().ticket?.get?.({})).rejects.toMatchObject({ code: 'NO_PERMISSION' })
    await expect(helpdesk().user?.get?.({ ip: '203.0.113.7' })).rejects.toMatchObject({
      code: 'NO_PERMISSION',
    })
  })
})
