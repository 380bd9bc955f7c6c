import { beforeEach, describe, expect, test } from 'vitest'
import { createTestHelpdesk, type TestHelpdesk, testPassword } from '../../testing/index.js'
import { refusal } from '../../testing/refusal.test-support.js'

let desk: TestHelpdesk
beforeEach(async () => {
  desk = await createTestHelpdesk()
})

describe('an API key', () => {
  test('is returned once, and stored as a hash with its last four characters', async () => {
    const key = await desk.helpdesk.system.addApiKey(desk.admin, { name: 'Web shop', canCreateTickets: true })
    expect(key).toMatch(/^[0-9a-f]{40}$/)
    const other = await desk.staff({ level: 3 })
    const listed = await desk.helpdesk.system.getApiKeys(other)
    expect(listed).toEqual([
      {
        name: 'Web shop',
        token: `…${key.slice(-4)}`,
        canCreateUser: false,
        canCreateTickets: true,
        canCheckTickets: false,
        shouldReturnTicketNumber: false,
      },
    ])
    expect(JSON.stringify(await desk.storage.apiKeys.all())).not.toContain(key)
  })

  test('is shown for ten minutes to the session that made it only', async () => {
    const key = await desk.helpdesk.system.addApiKey(desk.admin, { name: 'Web shop' })
    const shown = async (session: object) => (await desk.helpdesk.system.getApiKeys(session))[0]?.token
    const { email } = desk.admin
    const elsewhere = await desk.helpdesk.user.login({}, { email, password: testPassword, staff: true })
    const ending = `…${key.slice(-4)}`
    expect(await shown(desk.admin)).toBe(key)
    expect(await shown(elsewhere)).toBe(ending)
    expect(await shown(await desk.staff({ level: 3 }))).toBe(ending)
    expect(await shown(desk.helpdesk.actingAs({ staff: 1 }))).toBe(ending)
    expect(await new Response(desk.helpdesk.backup()).text()).not.toContain(key)
    desk.clock.advance({ minutes: 9 })
    expect(await shown(desk.admin)).toBe(key)
    desk.clock.advance({ minutes: 1 })
    expect(await shown(desk.admin)).toBe(ending)
  })

  test('has a unique name, in any letter case', async () => {
    await desk.helpdesk.system.addApiKey(desk.admin, { name: 'Shop' })
    await expect(desk.helpdesk.system.addApiKey(desk.admin, { name: 'SHOP' })).rejects.toEqual(
      refusal('NAME_ALREADY_USED'),
    )
  })

  test.each(['', ' ', '0', 'a-b', 'ümlaut', 'x'.repeat(201)])('cannot be called %j', async (name) => {
    await expect(desk.helpdesk.system.addApiKey(desk.admin, { name })).rejects.toEqual(
      refusal('INVALID_NAME'),
    )
  })

  test('ends by its name, once', async () => {
    await desk.helpdesk.system.addApiKey(desk.admin, { name: 'Shop' })
    await desk.helpdesk.system.deleteApiKey(desk.admin, { name: 'sHOP' })
    expect(await desk.helpdesk.system.getApiKeys(desk.admin)).toEqual([])
    await expect(desk.helpdesk.system.deleteApiKey(desk.admin, { name: 'Shop' })).rejects.toEqual(
      refusal('INVALID_NAME'),
    )
  })
})

describe('with a captcha set up, a key', () => {
  const flags = ['canCreateUsers', 'canCreateTickets', 'canCheckTickets'] as const
  const uses = {
    canCreateUsers: (apiKey: string) =>
      desk.helpdesk.user.signup(
        {},
        { name: 'Jane', email: 'jane@x.example', password: testPassword, apiKey },
      ),
    canCreateTickets: (apiKey: string) =>
      desk.helpdesk.ticket.create(
        {},
        { title: 'Hello', content: 'World', email: 'gus@x.example', name: 'Gus', apiKey },
      ),
    canCheckTickets: async (apiKey: string) => {
      await desk.storage.settings.set({ 'recaptcha-private': '' })
      const email = 'check@x.example'
      const ticket = { title: 'Hello', content: 'World', email, name: 'Gus' }
      const { ticketNumber } = await desk.helpdesk.ticket.create({}, ticket)
      await desk.storage.settings.set({ 'recaptcha-private': 'secret' })
      return desk.helpdesk.ticket.check({}, { ticketNumber, email, apiKey })
    },
  }
  beforeEach(() => desk.storage.settings.set({ 'recaptcha-private': 'secret', 'mandatory-login': '0' }))

  describe.each(flags)('with %s', (flag) => {
    test.each(flags)('passes where that is asked for, and nowhere else: %s', async (use) => {
      const key = await desk.helpdesk.system.addApiKey(desk.admin, { name: 'Shop', [flag]: true })
      if (use === flag) await expect(uses[use](key)).resolves.toBeTruthy()
      else await expect(uses[use](key)).rejects.toEqual(refusal('INVALID_CAPTCHA'))
    })
  })
})

describe('while registration is off, a key', () => {
  const signUp = (apiKey: string) =>
    desk.helpdesk.user.signup({}, { name: 'Jane', email: 'jane@x.example', password: testPassword, apiKey })
  beforeEach(() => desk.storage.settings.set({ registration: '0' }))

  test('that may create users signs them up', async () => {
    const key = await desk.helpdesk.system.addApiKey(desk.admin, { name: 'Shop', canCreateUsers: true })
    await expect(signUp(key)).resolves.toMatchObject({ userEmail: 'jane@x.example' })
  })

  test('that may do everything else does not', async () => {
    const rights = { canCreateTickets: true, canCheckTickets: true, shouldReturnTicketNumber: true }
    const key = await desk.helpdesk.system.addApiKey(desk.admin, { name: 'Shop', ...rights })
    await expect(signUp(key)).rejects.toEqual(refusal('NO_PERMISSION'))
  })
})

test('a key never replaces a session', async () => {
  const rights = { canCreateUsers: true, canCreateTickets: true, canCheckTickets: true }
  const key = await desk.helpdesk.system.addApiKey(desk.admin, { name: 'Shop', ...rights })
  const ticketNumber = await desk.ticket({ author: desk.admin })
  const comment = { ticketNumber, content: 'Hello', apiKey: key, captcha: 'x' }
  await expect(desk.helpdesk.ticket.comment({}, comment)).rejects.toEqual(refusal('NO_PERMISSION'))
  await expect(desk.helpdesk.user.get({ token: key, userId: 1 })).rejects.toEqual(refusal('NO_PERMISSION'))
})

test('a key with the flag makes 4.11 return the number of a new ticket', async () => {
  const operation = desk.helpdesk.operations.get('/ticket/create')
  if (!operation) throw new Error('no such operation')
  const told = async (name: string, shouldReturnTicketNumber: boolean) => {
    const apiKey = await desk.helpdesk.system.addApiKey(desk.admin, { name, shouldReturnTicketNumber })
    const answer = await desk.helpdesk.call(operation, desk.admin, { title: 'A', content: 'B', apiKey })
    return answer.legacyData()
  }
  expect(await told('one', true)).toEqual({ ticketNumber: expect.any(Number) })
  expect(await told('two', false)).toBeNull()
})
