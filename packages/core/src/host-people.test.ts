import { beforeEach, describe, expect, test } from 'vitest'
import type { EventName, HostStaff, HostUser } from './index.js'
import { createTestHelpdesk, type TestHelpdesk, testPassword } from './testing/index.js'
import { refusal } from './testing/refusal.test-support.js'

let desk: TestHelpdesk
const seen: unknown[] = []
beforeEach(async () => {
  desk = await createTestHelpdesk()
  seen.length = 0
  const names: EventName[] = ['user.created', 'user.edited', 'staff.created', 'staff.edited', 'user.disabled']
  for (const name of names) desk.helpdesk.on(name, (event) => void seen.push(event))
})

const jane = { id: 'user_2Nx…/ä ', email: 'Jane@Example.com', name: 'Jane' }
const asUser = (user: HostUser) => desk.helpdesk.actingAs({ user })
const asStaff = (staff: HostStaff) => desk.helpdesk.actingAs({ staff })
const userCount = async () =>
  (await desk.storage.users.list({ orderBy: 'id', desc: false, offset: 0, limit: 10 })).total

describe('a user of the host', () => {
  test('gets an account without a password at first use', async () => {
    const session = asUser(jane)
    expect(await userCount()).toBe(0)
    expect(await desk.helpdesk.user.get(session)).toMatchObject({ name: 'Jane', email: 'jane@example.com' })
    const login = desk.helpdesk.user.login({}, { email: jane.email, password: testPassword })
    await expect(login).rejects.toEqual(refusal('INVALID_CREDENTIALS'))
    expect(seen).toEqual([
      { name: 'user.created', by: null, at: desk.clock.now(), userId: 1, email: 'jane@example.com' },
    ])
  })

  test('gets one account from parallel first uses', async () => {
    const read = () => desk.helpdesk.user.get(asUser(jane))
    await Promise.all([read(), read(), read()])
    expect(await userCount()).toBe(1)
    expect(seen).toHaveLength(1)
  })

  test('is another person than one whose id differs in letter case or blanks', async () => {
    for (const [n, id] of ['a', 'A', 'a ', ' a', 'á', 'a\u0301'].entries())
      await desk.helpdesk.user.get(asUser({ id, email: `p${n}@example.com`, name: 'P' }))
    expect(await userCount()).toBe(6)
  })

  test('is renamed and re-addressed with all tickets', async () => {
    const ticketNumber = await desk.ticket({ author: asUser(jane) })
    const moved = asUser({ ...jane, email: 'doe@example.com', name: 'Jane Doe' })
    const { author } = await desk.helpdesk.ticket.get(moved, { ticketNumber })
    expect(author).toMatchObject({ id: 1, name: 'Jane Doe', email: 'doe@example.com' })
    expect(seen.at(-1)).toMatchObject({ name: 'user.edited', userId: 1, changed: ['name', 'email'] })
    await desk.helpdesk.ticket.comment(desk.admin, { ticketNumber, content: 'Done' })
    expect((await desk.mails()).map(({ to }) => to)).toContain('doe@example.com')
    expect(await userCount()).toBe(1)
  })

  test('is written only on a difference, and keeps what the host leaves out', async () => {
    await desk.helpdesk.user.get(asUser(jane))
    for (const word of [jane, { id: jane.id }, { id: jane.id, name: 'Jane' }])
      expect(await desk.helpdesk.user.get(asUser(word))).toMatchObject({ name: 'Jane' })
    expect(seen).toHaveLength(1)
    expect(await desk.helpdesk.user.get(asUser({ id: jane.id, name: 'J.' }))).toMatchObject({
      name: 'J.',
      email: 'jane@example.com',
    })
  })

  test('without an account and an address is UNKNOWN_IDENTITY', async () => {
    const call = desk.helpdesk.user.get(asUser({ id: 'x', name: 'X' }))
    await expect(call).rejects.toEqual(refusal('UNKNOWN_IDENTITY'))
  })

  test('does not get an account by its address: IDENTITY_NOT_LINKED', async () => {
    await desk.user({ email: 'jane@example.com' })
    await expect(desk.helpdesk.user.get(asUser(jane))).rejects.toEqual(refusal('IDENTITY_NOT_LINKED'))
    expect(await userCount()).toBe(1)
  })

  test('gets an account by its address if the host says so, and keeps it under another address', async () => {
    const known = await desk.user({ name: 'Uma', email: 'jane@example.com' })
    const ticketNumber = await desk.ticket({ author: known })
    const linked = asUser({ ...jane, linkByEmail: true })
    expect(await desk.helpdesk.ticket.get(linked, { ticketNumber })).toMatchObject({
      author: { id: known.id, name: 'Jane' },
    })
    const moved = asUser({ ...jane, email: 'new@example.com' })
    expect((await desk.helpdesk.ticket.get(moved, { ticketNumber })).author).toMatchObject({ id: known.id })
  })

  test('gets the account of a guest’s tickets as a registered one, and that of a thief without the password', async () => {
    await desk.storage.settings.set({ 'mandatory-login': '0' })
    const ticket = { title: 'Hello', content: 'World', name: 'Gus', email: 'gus@example.com' }
    await desk.helpdesk.ticket.create({}, ticket)
    await desk.helpdesk.user.get(asUser({ id: 'gus', name: 'Gus', email: ticket.email, linkByEmail: true }))
    expect(await desk.storage.users.byId(1)).toMatchObject({ notRegistered: false })
    const thief = { name: 'Mallory', email: 'jane@example.com', password: testPassword }
    await desk.helpdesk.user.signup({}, thief)
    await desk.helpdesk.user.get(asUser({ ...jane, linkByEmail: true }))
    await expect(desk.helpdesk.user.login({}, thief)).rejects.toEqual(refusal('INVALID_CREDENTIALS'))
  })

  test.each([false, true])('never gets the account of another id (linkByEmail %s)', async (linkByEmail) => {
    await desk.helpdesk.user.get(asUser(jane))
    const other = asUser({ ...jane, id: 'other', linkByEmail })
    await expect(desk.helpdesk.user.get(other)).rejects.toEqual(refusal('IDENTITY_CONFLICT'))
  })

  test.each([false, true])(
    'does not take another account’s address (linkByEmail %s)',
    async (linkByEmail) => {
      await desk.helpdesk.user.get(asUser(jane))
      await desk.user({ email: 'taken@example.com' })
      const moved = asUser({ ...jane, email: 'taken@example.com', linkByEmail })
      await expect(desk.helpdesk.user.get(moved)).rejects.toEqual(refusal('IDENTITY_CONFLICT'))
      expect(await desk.storage.users.byId(1)).toMatchObject({ email: 'jane@example.com', name: 'Jane' })
    },
  )

  test('whose account staff deleted gets a new one', async () => {
    await desk.helpdesk.user.get(asUser(jane))
    await desk.helpdesk.user.delete(desk.admin, { userId: 1 })
    await desk.helpdesk.user.get(asUser(jane))
    expect(await desk.storage.users.byId(2)).toMatchObject({ email: 'jane@example.com' })
  })

  test('gets no account before the installation', async () => {
    const { helpdesk } = await createTestHelpdesk({ install: false })
    const session = helpdesk.actingAs({ user: jane })
    await expect(helpdesk.user.get(session)).rejects.toEqual(refusal('NOT_INSTALLED'))
    await expect(helpdesk.token(session)).rejects.toEqual(refusal('NOT_INSTALLED'))
  })

  test.each([
    [{ id: '' }, 'INVALID_IDENTITY'],
    [{ id: 'x'.repeat(256) }, 'INVALID_IDENTITY'],
    [{ id: 'a\0' }, 'INVALID_IDENTITY'],
    [{ id: '\ud800' }, 'INVALID_IDENTITY'],
    [{ id: 42 }, 'INVALID_IDENTITY'],
    [{ id: null }, 'INVALID_IDENTITY'],
    [{ id: 'a', email: 'jane' }, 'INVALID_EMAIL'],
    [{ id: 'a', email: null }, 'INVALID_EMAIL'],
    [{ id: 'a', name: '' }, 'INVALID_NAME'],
  ])('%j is %s at once', (user, code) => {
    expect(() => asUser(user as HostUser)).toThrow(code)
  })
})

describe('a staff member of the host', () => {
  const sam = { id: 'sam', email: 'sam@example.com', name: 'Sam', level: 2, departments: [1] } as const

  test('is made with level and departments, and follows what the host says', async () => {
    expect(await desk.helpdesk.staff.get(asStaff(sam))).toMatchObject({ name: 'Sam', level: 2 })
    expect(await desk.storage.staff.departmentIds(2)).toEqual([1])
    await desk.helpdesk.staff.get(asStaff({ id: 'sam' }))
    await desk.helpdesk.staff.get(asStaff(sam))
    expect(seen).toMatchObject([{ name: 'staff.created', staffId: 2 }])
    const edited = asStaff({ ...sam, name: 'Samuel', level: 1, departments: [] })
    expect(await desk.helpdesk.staff.get(edited)).toMatchObject({ name: 'Samuel', level: 1, departments: [] })
    expect(seen.at(-1)).toMatchObject({ changed: ['name', 'level', 'departments'] })
  })

  test('loses the tickets outside the departments', async () => {
    const ticketNumber = await desk.ticket({ author: await desk.user() })
    await desk.helpdesk.staff.assignTicket(asStaff(sam), { ticketNumber })
    await desk.helpdesk.staff.get(asStaff({ id: 'sam', departments: [] }))
    expect(await desk.storage.tickets.byNumber(ticketNumber)).toMatchObject({ owner: null })
  })

  test('of level 3 who is the last one keeps the level', async () => {
    const ada = { id: 'ada', email: desk.admin.email, name: 'Ada', linkByEmail: true }
    expect(await desk.helpdesk.staff.get(asStaff({ ...ada, level: 1 }))).toMatchObject({ level: 3 })
    const before = seen.length
    await desk.helpdesk.staff.get(asStaff({ ...ada, level: 1 }))
    expect(seen.length).toBe(before)
    await desk.staff({ level: 3 })
    expect(await desk.helpdesk.staff.get(asStaff({ ...ada, level: 1 }))).toMatchObject({ level: 1 })
  })

  test('does not get a member by the address, unless the host says so', async () => {
    const ada = { id: 'ada', email: desk.admin.email, name: 'Ada' }
    await expect(desk.helpdesk.staff.get(asStaff(ada))).rejects.toEqual(refusal('IDENTITY_NOT_LINKED'))
    const linked = asStaff({ ...ada, linkByEmail: true })
    expect(await desk.helpdesk.staff.get(linked)).toMatchObject({ email: desk.admin.email, name: 'Ada' })
    const other = asStaff({ ...ada, id: 'other', linkByEmail: true })
    await expect(desk.helpdesk.staff.get(other)).rejects.toEqual(refusal('IDENTITY_CONFLICT'))
  })

  test('emits no event when it is linked to a member with the same name and address', async () => {
    const { name = '', email = '' } = (await desk.storage.staff.byId(desk.admin.id)) ?? {}
    await desk.helpdesk.staff.get(asStaff({ id: 'ada', name, email, linkByEmail: true }))
    expect(seen).toEqual([])
  })

  test('may have the same id as a user', async () => {
    await desk.helpdesk.staff.get(asStaff(sam))
    const customer = asUser({ id: 'sam', email: 'sam@example.com', name: 'Sam' })
    expect(await desk.helpdesk.user.get(customer)).toMatchObject({ email: 'sam@example.com' })
  })

  test('of a department that does not exist is INVALID_DEPARTMENT', async () => {
    const call = desk.helpdesk.staff.get(asStaff({ ...sam, departments: [1, 99] }))
    await expect(call).rejects.toEqual(refusal('INVALID_DEPARTMENT'))
    expect(await desk.storage.staff.byEmail(sam.email)).toBeUndefined()
  })

  test('with a wrong level or departments is refused at once', () => {
    expect(() => asStaff({ ...sam, level: 4 as 3 })).toThrow('INVALID_LEVEL')
    expect(() => asStaff({ ...sam, departments: [0] })).toThrow('INVALID_DEPARTMENT')
  })
})

describe('forget', () => {
  test('disables the account, ends its sessions, and keeps the tickets', async () => {
    const ticketNumber = await desk.ticket({ author: asUser(jane) })
    const token = await desk.helpdesk.token(asUser(jane))
    expect(await desk.helpdesk.forget({ user: jane.id })).toBe(true)
    expect(await desk.helpdesk.forget({ user: jane.id })).toBe(true)
    expect(seen.at(-1)).toMatchObject({ name: 'user.disabled', userId: 1 })
    await expect(desk.helpdesk.user.get(asUser({ ...jane, name: 'J.' }))).rejects.toEqual(
      refusal('USER_DISABLED'),
    )
    expect(await desk.helpdesk.user.checkSession(token)).toEqual({ sessionActive: false })
    expect(await desk.storage.tickets.byNumber(ticketNumber)).toMatchObject({ author: { id: 1 } })
    await desk.helpdesk.user.enable(desk.admin, { userId: 1 })
    expect(await desk.helpdesk.user.get(asUser(jane))).toMatchObject({ name: 'Jane' })
  })

  test('erases the account with its tickets', async () => {
    const tickets: number[] = []
    for (let n = 0; n < 51; n++) tickets.push(await desk.ticket({ author: asUser(jane) }))
    const other = await desk.ticket({ author: await desk.user() })
    expect(await desk.helpdesk.forget({ user: jane.id, erase: true })).toBe(true)
    expect(await desk.storage.users.byEmail('jane@example.com')).toBeUndefined()
    for (const ticketNumber of tickets)
      expect(await desk.storage.tickets.byNumber(ticketNumber)).toBeUndefined()
    expect(await desk.storage.tickets.byNumber(other)).toBeDefined()
    expect(await desk.helpdesk.forget({ user: jane.id, erase: true })).toBe(false)
  })

  test('of an unknown id does nothing', async () => {
    await desk.user({ email: 'jane@example.com' })
    expect(await desk.helpdesk.forget({ user: 'jane@example.com' })).toBe(false)
    expect(await userCount()).toBe(1)
  })
})

describe('token', () => {
  test('opens a session for a browser', async () => {
    const answer = await desk.helpdesk.token(asUser(jane))
    expect(answer).toMatchObject({ userId: 1, userEmail: 'jane@example.com', staff: false })
    const copy = JSON.parse(JSON.stringify(answer))
    expect(await desk.helpdesk.user.get(copy)).toMatchObject({ name: 'Jane' })
    const staff = await desk.helpdesk.token(desk.helpdesk.actingAs({ staff: 1 }))
    expect(await desk.helpdesk.staff.get(staff)).toMatchObject({ email: desk.admin.email })
  })

  test('is refused to sessions that the host does not vouch for', async () => {
    const user = await desk.user()
    for (const session of [{}, user, desk.admin])
      await expect(desk.helpdesk.token(session)).rejects.toEqual(refusal('NO_PERMISSION'))
    const copy = JSON.parse(JSON.stringify(asUser(jane)))
    await expect(desk.helpdesk.token(copy)).rejects.toEqual(refusal('SESSION_LOST'))
  })

  test('is refused to the disabled, the banned and the unknown', async () => {
    await desk.helpdesk.user.get(asUser(jane))
    await desk.helpdesk.user.ban(desk.admin, { email: jane.email })
    await expect(desk.helpdesk.token(asUser(jane))).rejects.toEqual(refusal('ALREADY_BANNED'))
    await desk.helpdesk.forget({ user: jane.id })
    await expect(desk.helpdesk.token(asUser(jane))).rejects.toEqual(refusal('USER_DISABLED'))
    const nobody = desk.helpdesk.actingAs({ staff: 99 })
    await expect(desk.helpdesk.token(nobody)).rejects.toEqual(refusal('UNKNOWN_STAFF'))
  })
})
