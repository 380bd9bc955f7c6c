import { beforeEach, expect, test, vi } from 'vitest'
import { rememberLifetime } from '../../domain/accounts/index.js'
import { createTestHelpdesk, type TestHelpdesk, testPassword } from '../../testing/index.js'
import { gifFile } from '../../testing/pictures.test-support.js'
import { refusal } from '../../testing/refusal.test-support.js'

let desk: TestHelpdesk
beforeEach(async () => {
  desk = await createTestHelpdesk()
})

const run = (password = testPassword) => desk.helpdesk.system.deleteAllUsers(desk.admin, { password })
const tickets = () =>
  desk.storage.tickets.list({ filter: {}, order: [], events: false, offset: 0, limit: 100 })
const users = () => desk.storage.users.list({ orderBy: 'id', desc: false, offset: 0, limit: 100 })

test('deletes all users and all tickets', async () => {
  const jane = await desk.user()
  const byJane = await desk.ticket({ author: jane })
  const byStaff = await desk.ticket({ author: await desk.staff() })
  await desk.helpdesk.ticket.comment(jane, { ticketNumber: byJane, content: 'Now!' })
  await desk.helpdesk.staff.assignTicket(desk.admin, { ticketNumber: byStaff })
  expect(await run()).toBeNull()
  expect(await users()).toMatchObject({ users: [], total: 0 })
  expect(await tickets()).toMatchObject({ tickets: [], total: 0 })
  expect((await desk.helpdesk.staff.lastEvents(desk.admin, { page: 1 })).length).toBe(0)
})

test('ends the sessions of users and of tickets, not those of staff', async () => {
  const jane = await desk.user()
  const guest = await desk.ticketSession()
  const stan = await desk.staff()
  await run()
  const isActive = async (session: object) => (await desk.helpdesk.user.checkSession(session)).sessionActive
  expect(await isActive(jane)).toBe(false)
  expect(await isActive(guest)).toBe(false)
  expect(await isActive(stan)).toBe(true)
  expect(await isActive(desk.admin)).toBe(true)
  // The next sign-up gets a new id.
  expect((await desk.user()).id).toBeGreaterThan(guest.userId)
})

test('deletes all remember tokens, and the tokens mailed to users', async () => {
  const jane = await desk.user()
  const [now, expiresAt] = [desk.clock.now(), new Date(desk.clock.now().getTime() + rememberLifetime)]
  for (const account of [{ kind: 'user', id: jane.id } as const, { kind: 'staff', id: 1 } as const]) {
    const tokenHash = `${account.kind} remembered`
    await desk.storage.rememberTokens.insert({ tokenHash, account, ip: null, createdAt: now, expiresAt })
  }
  for (const staff of [false, true]) {
    const { email } = staff ? desk.admin : jane
    await desk.helpdesk.user.sendRecoverPassword({}, { email, staff })
  }
  // Tokens are created when their mails are rendered.
  await desk.mails()
  expect(await desk.storage.passwordTokens.open(jane.email, 'user', 'recovery')).toBeDefined()
  await run()
  expect(await desk.storage.rememberTokens.byTokenHash('user remembered')).toBeUndefined()
  expect(await desk.storage.rememberTokens.byTokenHash('staff remembered')).toBeUndefined()
  expect(await desk.storage.passwordTokens.open(jane.email, 'user', 'recovery')).toBeUndefined()
  expect(await desk.storage.passwordTokens.open(desk.admin.email, 'staff', 'recovery')).toBeDefined()
})

test('keeps staff, departments, tags and settings, the log with its names, and mails to staff', async () => {
  const jane = await desk.user({ name: 'Jane' })
  await desk.helpdesk.ticket.createTag(desk.admin, { name: 'urgent', color: '#f00' })
  await desk.helpdesk.user.signup({}, { name: 'Joe', email: 'joe@example.com', password: testPassword })
  const ticketNumber = await desk.ticket({ author: jane })
  await desk.helpdesk.ticket.addTag(desk.admin, { ticketNumber, tagId: 1 })
  const settings = await desk.storage.settings.all()
  const log = await desk.storage.logs.list({ offset: 0, limit: 100 })
  expect(log).toContainEqual(expect.objectContaining({ authorName: 'Jane', author: { kind: 'user', id: 1 } }))
  await run()
  expect(await desk.storage.staff.count()).toBe(1)
  expect(await desk.storage.departments.byId(1)).toBeDefined()
  expect(await desk.helpdesk.ticket.getTags(desk.admin)).toHaveLength(1)
  expect(await desk.storage.settings.all()).toEqual(settings)
  // Nothing is logged or mailed: no user is left who could verify the address.
  expect(await desk.storage.logs.list({ offset: 0, limit: 100 })).toEqual(
    log.map((entry) => (entry.author?.kind === 'user' ? { ...entry, author: null } : entry)),
  )
  expect((await desk.mails()).map(({ template }) => template)).toEqual(['TICKET_CREATED_STAFF'])
})

const text = () => new File(['what it said'], 'a.txt')

test('removes the files of tickets and comments, not those of others', async () => {
  const jane = await desk.user()
  const content = '<img src="IMAGE_PATH_0" /> and https://files.example/t123456_x.gif'
  for (let count = 0; count < 3; count++) {
    const files = { file: text(), images: [gifFile()] }
    const { ticketNumber } = await desk.helpdesk.ticket.create(jane, { title: 'Files', content, ...files })
    await desk.helpdesk.ticket.comment(jane, { ticketNumber, content, file: text(), images: [gifFile()] })
  }
  await desk.files.put('p_face.gif', gifFile())
  await desk.files.put('a_article.gif', gifFile())
  expect(desk.files.names()).toHaveLength(14)
  await run()
  expect(desk.files.names()).toEqual(['p_face.gif', 'a_article.gif'])
})

test('finds files in however many tickets', async () => {
  const jane = await desk.user()
  for (let count = 0; count < 450; count++) {
    const file = count % 150 === 149 ? text() : undefined
    await desk.helpdesk.ticket.create(jane, { title: 'Help', content: 'Please', file })
  }
  expect(desk.files.names()).toHaveLength(3)
  await run()
  expect(desk.files.names()).toEqual([])
})

test('a file that cannot be removed is logged, and holds up no other', async () => {
  const log = { info: vi.fn(), warn: vi.fn(), error: vi.fn() }
  desk = await createTestHelpdesk({ log })
  const jane = await desk.user()
  for (let count = 0; count < 2; count++) {
    await desk.helpdesk.ticket.create(jane, { title: 'Help', content: 'Please', file: text() })
  }
  const [first] = desk.files.names()
  vi.spyOn(desk.files, 'remove').mockRejectedValueOnce(new Error('locked'))
  expect(await run()).toBeNull()
  expect(desk.files.names()).toEqual([first])
  expect(log.warn).toHaveBeenCalledWith(expect.objectContaining({ file: first }), expect.any(String))
})

test('keeps everything, files too, when the storage fails', async () => {
  const log = { info: vi.fn(), warn: vi.fn(), error: vi.fn() }
  desk = await createTestHelpdesk({ log })
  const jane = await desk.user()
  await desk.helpdesk.ticket.create(jane, { title: 'Help', content: 'Please', file: text() })
  const { transaction } = desk.storage
  vi.spyOn(desk.storage, 'transaction').mockImplementation((work) =>
    transaction(async (tx) => {
      await work(tx)
      throw new Error('full')
    }),
  )
  await expect(run()).rejects.toEqual(refusal('INTERNAL_ERROR'))
  expect((await tickets()).total).toBe(1)
  expect((await users()).total).toBe(1)
  expect(desk.files.names()).toHaveLength(1)
})

test('works on an empty helpdesk, and twice', async () => {
  expect(await run()).toBeNull()
  expect(await run()).toBeNull()
})

test.each(['wrong horse', '', undefined])('deletes nothing with the password %j', async (password) => {
  await desk.user()
  const call = desk.helpdesk.system.deleteAllUsers(desk.admin, { password } as { password: string })
  await expect(call).rejects.toEqual(refusal('INVALID_PASSWORD'))
  expect((await users()).total).toBe(1)
})

test('the password cannot be guessed', async () => {
  for (let count = 0; count < 10; count++) {
    await expect(run('wrong horse')).rejects.toEqual(refusal('INVALID_PASSWORD'))
  }
  await expect(run()).rejects.toEqual(refusal('TOO_MANY_REQUESTS'))
})

test('is for staff of level 3', async () => {
  const callers = [{}, await desk.user(), await desk.ticketSession(), await desk.staff({ level: 2 })]
  for (const caller of callers) {
    const call = desk.helpdesk.system.deleteAllUsers(caller, { password: testPassword })
    await expect(call).rejects.toEqual(refusal('NO_PERMISSION'))
  }
  expect((await users()).total).toBe(2)
})
