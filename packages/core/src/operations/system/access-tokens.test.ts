import { beforeEach, describe, expect, test } from 'vitest'
import type { CreateTokenParams, OperationName, SessionContext } from '../../index.js'
import { tokenHash } from '../../platform/index.js'
import { createTestHelpdesk, type TestAccount, type TestHelpdesk } from '../../testing/index.js'
import { refusal } from '../../testing/refusal.test-support.js'

let desk: TestHelpdesk
let jane: TestAccount
let ticketNumber: number
beforeEach(async () => {
  desk = await createTestHelpdesk()
  jane = await desk.user({ name: 'Jane' })
  ticketNumber = await desk.ticket({ author: jane })
})

const make = (given: Partial<CreateTokenParams> = {}, maker: SessionContext = desk.admin) =>
  desk.helpdesk.system.createToken(maker, { name: 'Shop', scopes: ['ticket.*'], ...given })

/** Returns a session as a machine shows it. */
const machine = async (given: Partial<CreateTokenParams> = {}, maker: SessionContext = desk.admin) => ({
  token: (await make(given, maker)).token,
})

const listed = async () => (await desk.helpdesk.system.getTokens(desk.admin))[0]

describe('an access token', () => {
  test('is shown once, starts with a prefix, and is kept as a hash', async () => {
    const { id, token, expiresAt } = await make({ name: 'Web shop', departments: [1], level: 2 })
    expect(token).toMatch(/^ost_[0-9a-f]{40}$/)
    expect(expiresAt.getTime() - desk.clock.now().getTime()).toBe(365 * 86_400_000)
    expect(await desk.helpdesk.system.getTokens(desk.admin)).toEqual([
      {
        id,
        name: 'Web shop',
        token: `…${token.slice(-4)}`,
        staffId: desk.admin.id,
        level: 2,
        scopes: ['ticket.*'],
        departments: [1],
        createdAt: desk.clock.now(),
        expiresAt,
        revokedAt: null,
        lastUsedAt: null,
      },
    ])
    expect(await desk.storage.accessTokens.byHash(tokenHash(token))).toMatchObject({ id })
    expect(JSON.stringify(await desk.storage.accessTokens.all())).not.toContain(token)
    expect(await new Response(desk.helpdesk.backup()).text()).not.toContain(token)
  })

  test.each([
    ['INVALID_NAME', { name: ' ' }],
    ['INVALID_SCOPE', { scopes: [] }],
    ['INVALID_SCOPE', { scopes: ['ticket.destroy'] }],
    ['INVALID_SCOPE', { scopes: ['ticket.create', '*'] }],
    ['INVALID_SCOPE', { scopes: ['system.createToken'] }],
    ['INVALID_SCOPE', { scopes: ['user.login'] }],
    ['INVALID_SCOPE', { scopes: Array.from({ length: 101 }, () => 'ticket.create') }],
    ['INVALID_DEPARTMENT', { departments: [99] }],
    ['INVALID_DEPARTMENT', { departments: [] }],
    ['INVALID_LEVEL', { level: 4 as 3 }],
    ['INVALID_EXPIRY', { expiresInDays: 0 }],
    ['INVALID_EXPIRY', { expiresInDays: 3651 }],
  ] as const)('is refused with %s for %j', async (code, given) => {
    await expect(make(given)).rejects.toEqual(refusal(code))
  })

  test('changes neither the address nor the password of its maker, who could be signed in as with them', async () => {
    const own = await machine({ scopes: ['user.*', 'staff.*'], level: 3 })
    const { user, staff } = desk.helpdesk
    const newEmail = 'eve@example.com'
    await expect(user.editEmail(own, { newEmail })).rejects.toEqual(refusal('TOKEN_NOT_ALLOWED'))
    const passwords = { oldPassword: 'the old password', newPassword: 'another password' }
    await expect(user.editPassword(own, passwords)).rejects.toEqual(refusal('TOKEN_NOT_ALLOWED'))
    for (const staffId of [undefined, desk.admin.id]) {
      await expect(staff.edit(own, { staffId, email: newEmail })).rejects.toEqual(
        refusal('TOKEN_NOT_ALLOWED'),
      )
      const password = { staffId, password: passwords.newPassword, oldPassword: passwords.oldPassword }
      await expect(staff.edit(own, password)).rejects.toEqual(refusal('TOKEN_NOT_ALLOWED'))
    }
    await staff.edit(own, { sendEmailOnNewTicket: true })
    expect((await staff.get(desk.admin)).email).toBe(desk.admin.email)
  })

  test('is made, listed and revoked by staff of level 3 alone', async () => {
    const { id } = await make()
    const { system } = desk.helpdesk
    const others = [{}, jane, await desk.staff({ level: 1 }), await desk.staff({ level: 2 })]
    for (const session of others) {
      await expect(make({}, session)).rejects.toEqual(refusal('NO_PERMISSION'))
      await expect(system.getTokens(session)).rejects.toEqual(refusal('NO_PERMISSION'))
      await expect(system.revokeToken(session, { tokenId: id })).rejects.toEqual(refusal('NO_PERMISSION'))
    }
    const own = await machine({ scopes: ['system.*'], level: 3 })
    await expect(make({}, own)).rejects.toEqual(refusal('TOKEN_NOT_ALLOWED'))
    await expect(system.getTokens(own)).rejects.toEqual(refusal('TOKEN_NOT_ALLOWED'))
    await expect(system.revokeToken(own, { tokenId: id })).rejects.toEqual(refusal('TOKEN_NOT_ALLOWED'))
    // Its scopes would make no difference.
    const other = await machine({ scopes: ['ticket.get'] })
    await expect(system.getTokens(other)).rejects.toEqual(refusal('TOKEN_NOT_ALLOWED'))
  })
})

describe('a machine with a token', () => {
  test('acts as the staff member who made it, with mandatory login on and sign-up off', async () => {
    await desk.storage.settings.set({ 'mandatory-login': '1', registration: '0' })
    const shop = await machine()
    await desk.helpdesk.ticket.comment(shop, { ticketNumber, content: 'Sent.' })
    const { events } = await desk.helpdesk.ticket.get(jane, { ticketNumber })
    expect(events.at(-1)?.author).toMatchObject({ id: desk.admin.id, staff: true })
    expect(await desk.helpdesk.ticket.create(shop, { title: 'A', content: 'B' })).toBeTruthy()
  })

  test('calls what its scopes name, and nothing else', async () => {
    const shop = await machine({ scopes: ['ticket.get', 'article.*'] })
    const { helpdesk } = desk
    await expect(helpdesk.ticket.get(shop, { ticketNumber })).resolves.toBeTruthy()
    await expect(helpdesk.article.getAll(shop)).resolves.toBeTruthy()
    await expect(helpdesk.ticket.close(shop, { ticketNumber })).rejects.toEqual(refusal('TOKEN_SCOPE'))
    // Even what guests may call.
    await expect(helpdesk.user.checkSession(shop)).rejects.toEqual(refusal('TOKEN_SCOPE'))
    await expect(helpdesk.system.getSettings(shop)).rejects.toEqual(refusal('TOKEN_SCOPE'))
  })

  test('has the level of its token, and at most that of its maker', async () => {
    const { helpdesk, storage } = desk
    const boss = await desk.staff({ level: 3 })
    const low = await machine({ scopes: ['system.*'] }, boss)
    await expect(helpdesk.system.getApiKeys(low)).rejects.toEqual(refusal('NO_PERMISSION'))
    const high = await machine({ scopes: ['system.*'], level: 3 }, boss)
    await expect(helpdesk.system.getApiKeys(high)).resolves.toEqual([])
    await storage.staff.update(boss.id, { level: 2 })
    await expect(helpdesk.system.getApiKeys(high)).rejects.toEqual(refusal('NO_PERMISSION'))
  })

  test('loses its rights with its maker', async () => {
    const boss = await desk.staff({ level: 3 })
    const shop = await machine({}, boss)
    await desk.storage.staff.setDepartments(boss.id, [])
    await expect(desk.helpdesk.ticket.get(shop, { ticketNumber })).rejects.toEqual(refusal('NO_PERMISSION'))
    await desk.helpdesk.staff.delete(desk.admin, { staffId: boss.id })
    await expect(desk.helpdesk.ticket.get(shop, { ticketNumber })).rejects.toEqual(refusal('UNKNOWN_TOKEN'))
  })

  test('is told when its maker is disabled', async () => {
    const { storage } = desk
    const shop = await machine()
    const byId = storage.staff.byId.bind(storage.staff)
    const member = await byId(desk.admin.id)
    if (!member) throw new Error('no such member')
    storage.staff.byId = async () => ({ ...member, disabled: true })
    await expect(desk.helpdesk.ticket.get(shop, { ticketNumber })).rejects.toEqual(refusal('USER_DISABLED'))
  })

  test('is told that its token is unknown, expired or revoked, whatever it calls', async () => {
    const { helpdesk } = desk
    const calls = (session: SessionContext) => [
      helpdesk.ticket.get(session, { ticketNumber }),
      helpdesk.system.getSettings(session),
      helpdesk.ticket.create(session, { title: 'A', content: 'B' }),
    ]
    const allRefused = async (session: SessionContext, code: Parameters<typeof refusal>[0]) => {
      for (const call of calls(session)) await expect(call).rejects.toEqual(refusal(code))
    }
    const scopes = ['ticket.*', 'system.*']
    await allRefused({ token: `ost_${'0'.repeat(40)}` }, 'UNKNOWN_TOKEN')
    const revoked = await make({ scopes })
    await helpdesk.system.revokeToken(desk.admin, { tokenId: revoked.id })
    await allRefused(revoked, 'TOKEN_REVOKED')
    await expect(helpdesk.system.revokeToken(desk.admin, { tokenId: revoked.id })).rejects.toEqual(
      refusal('INVALID_ACCESS_TOKEN'),
    )
    const expiring = await make({ scopes, expiresInDays: 1 })
    desk.clock.advance({ days: 1, minutes: -1 })
    await expect(helpdesk.ticket.get(expiring, { ticketNumber })).resolves.toBeTruthy()
    desk.clock.advance({ minutes: 1 })
    await allRefused(expiring, 'TOKEN_EXPIRED')
  })

  test('is refused when its token is revoked during the call', async () => {
    const made = await make()
    desk.helpdesk.prepare('ticket.comment', () => desk.storage.accessTokens.revoke(made.id, desk.clock.now()))
    const comment = desk.helpdesk.ticket.comment(made, { ticketNumber, content: 'Late' })
    await expect(comment).rejects.toEqual(refusal('TOKEN_REVOKED'))
  })

  test('leaves the time of its last use, at most once a minute', async () => {
    const shop = await machine()
    const touches: Date[] = []
    const touch = desk.storage.accessTokens.touch.bind(desk.storage.accessTokens)
    desk.storage.accessTokens.touch = async (id, at) => {
      touches.push(at)
      return touch(id, at)
    }
    const get = () => desk.helpdesk.ticket.get(shop, { ticketNumber })
    for (let call = 0; call < 3; call++) await get()
    expect((await listed())?.lastUsedAt).toEqual(desk.clock.now())
    desk.clock.advance({ minutes: 1 })
    for (let call = 0; call < 3; call++) await get()
    expect(touches).toHaveLength(2)
    expect((await listed())?.lastUsedAt).toEqual(desk.clock.now())
  })

  test('is listed for 30 days after its end', async () => {
    const { id } = await make()
    await desk.helpdesk.system.revokeToken(desk.admin, { tokenId: id })
    const { email } = desk.admin
    const login = () => desk.helpdesk.user.login({}, { email, password: 'correct horse', staff: true })
    desk.clock.advance({ days: 29 })
    await login()
    const admin = await login()
    expect(await desk.helpdesk.system.getTokens(admin)).toHaveLength(1)
    desk.clock.advance({ days: 2 })
    expect(await desk.helpdesk.system.getTokens(await login())).toHaveLength(0)
  })
})

describe('a token for some departments', () => {
  let sales: number
  let salesTicket: number
  beforeEach(async () => {
    const made = await desk.department({ name: 'Sales' })
    sales = made ?? 0
    await desk.storage.staff.setDepartments(desk.admin.id, [1, sales])
    salesTicket = await desk.ticket({ author: jane, departmentId: sales })
  })
  const salesMachine = (given: Partial<CreateTokenParams> = {}) =>
    machine({ scopes: ['ticket.*', 'staff.*', 'system.*'], level: 3, departments: [sales], ...given })

  test('works on their tickets, and on no others', async () => {
    const shop = await salesMachine()
    const { ticket } = desk.helpdesk
    await ticket.comment(shop, { ticketNumber: salesTicket, content: 'Hello' })
    for (const call of [
      ticket.comment(shop, { ticketNumber, content: 'Hello' }),
      ticket.get(shop, { ticketNumber }),
      ticket.close(shop, { ticketNumber }),
      ticket.changeDepartment(shop, { ticketNumber: salesTicket, departmentId: 1 }),
    ])
      await expect(call).rejects.toEqual(refusal('TOKEN_DEPARTMENT'))
  })

  test('opens tickets in them alone', async () => {
    const shop = await salesMachine()
    const create = (given: { departmentId?: number }) =>
      desk.helpdesk.ticket.create(shop, { title: 'A', content: 'B', ...given })
    await expect(create({ departmentId: sales })).resolves.toBeTruthy()
    await expect(create({ departmentId: 1 })).rejects.toEqual(refusal('TOKEN_DEPARTMENT'))
    // The default department is another one.
    await expect(create({})).rejects.toEqual(refusal('TOKEN_DEPARTMENT'))
  })

  test('does not open tickets that its maker wrote elsewhere', async () => {
    const own = await desk.ticket({ author: desk.admin, departmentId: 1 })
    const shop = await salesMachine()
    await expect(desk.helpdesk.ticket.get(shop, { ticketNumber: own })).rejects.toEqual(
      refusal('TOKEN_DEPARTMENT'),
    )
  })

  test('lists their tickets alone', async () => {
    await desk.ticket({ author: desk.admin, departmentId: 1 })
    const shop = await salesMachine()
    const { staff, ticket } = desk.helpdesk
    const pages = [
      await staff.getAllTickets(shop, { page: 1 }),
      await staff.getNewTickets(shop, { page: 1 }),
      await staff.searchTickets(shop, { page: 1, query: 'work' }),
      await ticket.search(shop, { page: 1 }),
      await ticket.search(shop, { page: 1, supervisor: true }),
      await ticket.search(shop, { page: 1, departments: [1, sales] }),
    ]
    for (const { tickets } of pages) expect(tickets.map((each) => each.ticketNumber)).toEqual([salesTicket])
    expect((await staff.getTickets(shop, { page: 1 })).tickets).toEqual([])
  })

  test('calls nothing that knows no departments', async () => {
    const shop = await salesMachine()
    const { staff, system, ticket } = desk.helpdesk
    for (const call of [
      system.getStats(shop, {}),
      system.getLogs(shop, { page: 1 }),
      staff.lastEvents(shop, { page: 1 }),
      ticket.createTag(shop, { name: 'A', color: '#fff' }),
    ])
      await expect(call).rejects.toEqual(refusal('TOKEN_DEPARTMENT'))
  })
})

describe('`can` and `allowed`', () => {
  const may = (session: SessionContext, name: OperationName, params: object = {}) =>
    desk.helpdesk.can(session, name, params)

  test('respect scopes and departments', async () => {
    const sales = (await desk.department({ name: 'Sales' })) ?? 0
    await desk.storage.staff.setDepartments(desk.admin.id, [1, sales])
    const salesTicket = await desk.ticket({ author: jane, departmentId: sales })
    const shop = await machine({ scopes: ['ticket.get', 'ticket.close'], departments: [sales] })
    expect(await may(shop, 'ticket.close', { ticketNumber: salesTicket })).toBe(true)
    expect(await may(shop, 'ticket.close', { ticketNumber })).toBe(false)
    expect(await may(shop, 'ticket.comment', { ticketNumber: salesTicket })).toBe(false)
    expect(await may(shop, 'staff.getAll')).toBe(false)
    const { allowed } = await desk.helpdesk.ticket.get(shop, { ticketNumber: salesTicket })
    expect(allowed).toEqual(['ticket.close', 'ticket.get'])
  })

  test('are false for a token that has ended', async () => {
    const made = await make()
    expect(await may(made, 'ticket.get', { ticketNumber })).toBe(true)
    await desk.helpdesk.system.revokeToken(desk.admin, { tokenId: made.id })
    expect(await may(made, 'ticket.get', { ticketNumber })).toBe(false)
  })
})
