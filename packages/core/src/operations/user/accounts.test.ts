import { beforeEach, describe, expect, test } from 'vitest'
import { OpenSupports } from '../../index.js'
import { createTestHelpdesk, type TestHelpdesk, testPassword } from '../../testing/index.js'
import { refusal } from '../../testing/refusal.test-support.js'

const silent = { info() {}, warn() {}, error() {} }
let desk: TestHelpdesk
beforeEach(async () => {
  desk = await createTestHelpdesk()
})

const tokenOf = async (to: string) =>
  (await desk.mails()).findLast((mail) => mail.to === to)?.variables.token ?? ''
const lastLog = async () => (await desk.storage.logs.list({ offset: 0, limit: 1 }))[0]
const newPassword = 'battery staple'

describe('invite', () => {
  test('creates an account, and mails a one-time link for its password', async () => {
    const { userId, userEmail } = await desk.helpdesk.user.invite(desk.admin, {
      name: 'Ira',
      email: 'IRA@x.example',
    })
    expect(userEmail).toBe('ira@x.example')
    expect(await desk.storage.users.byId(userId)).toMatchObject({
      name: 'Ira',
      verificationToken: null,
      notRegistered: false,
    })
    expect(await lastLog()).toMatchObject({ type: 'INVITE', to: 'Ira', author: { kind: 'staff', id: 1 } })
    const token = await tokenOf('ira@x.example')
    const set = { email: 'ira@x.example', password: newPassword, token }
    expect(await desk.helpdesk.user.recoverPassword({}, set)).toEqual({ staff: false })
    await desk.helpdesk.user.login({}, { email: 'ira@x.example', password: newPassword })
    expect(await lastLog()).toMatchObject({ type: 'INVITE' })
    await expect(desk.helpdesk.user.recoverPassword({}, set)).rejects.toEqual(refusal('NO_PERMISSION'))
  })

  test('refuses known addresses, also from a guest ticket, and banned ones', async () => {
    await desk.storage.settings.set({ 'mandatory-login': '0' })
    await desk.helpdesk.ticket.create({}, { title: 'A', content: 'B', email: 'gus@x.example', name: 'Gus' })
    await desk.storage.bans.add('bad@x.example')
    const invite = (email: string, name = 'X') => desk.helpdesk.user.invite(desk.admin, { name, email })
    await expect(invite('gus@x.example')).rejects.toEqual(refusal('USER_EXISTS'))
    await expect(invite('bad@x.example')).rejects.toEqual(refusal('ALREADY_BANNED'))
    await expect(invite('bad')).rejects.toEqual(refusal('INVALID_EMAIL'))
    await expect(invite('bad', '')).rejects.toEqual(refusal('INVALID_NAME'))
    await desk.storage.settings.set({ 'recaptcha-private': 'secret' })
    await expect(invite('new@x.example')).rejects.toEqual(refusal('INVALID_CAPTCHA'))
  })

  test('can be sent again, with a new link that invalidates the old one', async () => {
    await desk.helpdesk.user.invite(desk.admin, { name: 'Ira', email: 'ira@x.example' })
    const first = await tokenOf('ira@x.example')
    await desk.helpdesk.user.resendInviteUser(desk.admin, { email: 'ira@x.example' })
    const second = await tokenOf('ira@x.example')
    const set = { email: 'ira@x.example', password: newPassword }
    await expect(desk.helpdesk.user.recoverPassword({}, { ...set, token: first })).rejects.toEqual(
      refusal('NO_PERMISSION'),
    )
    await desk.helpdesk.user.recoverPassword({}, { ...set, token: second })
    const again = desk.helpdesk.user.resendInviteUser(desk.admin, { email: 'ira@x.example' })
    await expect(again).rejects.toEqual(refusal('INVALID_EMAIL'))
  })
})

describe('recovery', () => {
  test('ends every session, and is valid for four hours', async () => {
    const jane = await desk.user()
    await desk.helpdesk.user.sendRecoverPassword({}, { email: jane.email })
    const token = await tokenOf(jane.email)
    desk.clock.advance({ minutes: 241 })
    const set = { email: jane.email, password: newPassword }
    await expect(desk.helpdesk.user.recoverPassword({}, { ...set, token })).rejects.toEqual(
      refusal('NO_PERMISSION'),
    )
    await desk.helpdesk.user.sendRecoverPassword({}, { email: jane.email })
    await desk.helpdesk.user.recoverPassword({}, { ...set, token: await tokenOf(jane.email) })
    expect(await desk.helpdesk.user.checkSession(jane)).toEqual({ sessionActive: false })
    expect((await desk.mails()).map(({ template, to }) => [template, to])).toEqual([
      ['USER_PASSWORD', jane.email],
    ])
  })

  test('of a staff member reports the kind of account', async () => {
    await desk.helpdesk.user.sendRecoverPassword({}, { email: desk.admin.email, staff: true })
    const set = { email: desk.admin.email, password: newPassword, token: await tokenOf(desk.admin.email) }
    expect(await desk.helpdesk.user.recoverPassword({}, set)).toEqual({ staff: true })
    await desk.helpdesk.user.login({}, { email: desk.admin.email, password: newPassword, staff: true })
  })

  test('works for the owner while strangers guess, and proves the address', async () => {
    const jane = await desk.user()
    await desk.storage.users.update(jane.id, { verificationToken: 'x' })
    const login = (password: string) => desk.helpdesk.user.login({}, { email: jane.email, password })
    const recover = (token: string) =>
      desk.helpdesk.user.recoverPassword({}, { email: jane.email, password: newPassword, token })
    for (let tries = 0; tries < 12; tries++) {
      await login('wrong').catch(() => {})
      await recover('wrong').catch(() => {})
    }
    await expect(login(testPassword)).rejects.toEqual(refusal('TOO_MANY_REQUESTS'))
    await expect(recover('wrong')).rejects.toEqual(refusal('TOO_MANY_REQUESTS'))
    await desk.helpdesk.user.sendRecoverPassword({}, { email: jane.email })
    await recover(await tokenOf(jane.email))
    await expect(login(newPassword)).resolves.toHaveProperty('token')
  })

  test('with neutral answers, queues a mail for any address without a lookup', async () => {
    const asked: string[] = []
    const { users, staff } = desk.storage
    const watched = (store: typeof users | typeof staff) => ({
      ...store,
      byEmail: (email: string) => {
        asked.push(email)
        return store.byEmail(email)
      },
    })
    const storage = { ...desk.storage, users: watched(users), staff: watched(staff) } as typeof desk.storage
    const neutral = await createTestHelpdesk({ storage, neutralAnswers: true })
    const jane = await desk.user()
    for (const email of [jane.email, 'nobody@x.example']) {
      await neutral.helpdesk.user.sendRecoverPassword({}, { email })
    }
    expect(asked).toEqual([])
    expect((await neutral.mails()).map(({ to }) => to)).toEqual([jane.email])
  })

  test('of an unknown address is refused, unless answers are neutral', async () => {
    const email = 'nobody@x.example'
    await expect(desk.helpdesk.user.sendRecoverPassword({}, { email })).rejects.toEqual(
      refusal('INVALID_EMAIL'),
    )
    const neutral = await createTestHelpdesk({ neutralAnswers: true })
    expect(await neutral.helpdesk.user.sendRecoverPassword({}, { email })).toBeNull()
    expect(await neutral.mails()).toEqual([])
  })

  test('checks the address before the password, and both before the token', async () => {
    const jane = await desk.user()
    const recover = (email: string, password: string) =>
      desk.helpdesk.user.recoverPassword({}, { email, password, token: 'x' })
    await expect(recover('x', 'short')).rejects.toEqual(refusal('INVALID_EMAIL'))
    await expect(recover(jane.email, 'short')).rejects.toEqual(refusal('INVALID_PASSWORD'))
    await expect(recover(jane.email, newPassword)).rejects.toEqual(refusal('NO_PERMISSION'))
  })

  test('of two concurrent uses of a link, one succeeds', async () => {
    const jane = await desk.user()
    await desk.helpdesk.user.sendRecoverPassword({}, { email: jane.email })
    const set = { email: jane.email, password: newPassword, token: await tokenOf(jane.email) }
    const results = await Promise.allSettled([1, 2].map(() => desk.helpdesk.user.recoverPassword({}, set)))
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  })
})

describe('the own account', () => {
  test('changes its password with the current one, and is signed out elsewhere', async () => {
    const jane = await desk.user()
    const elsewhere = await desk.helpdesk.user.login({}, { email: jane.email, password: testPassword })
    const edit = (oldPassword: string, password: string) =>
      desk.helpdesk.user.editPassword(jane, { oldPassword, newPassword: password })
    await expect(edit('wrong', 'short')).rejects.toEqual(refusal('INVALID_PASSWORD'))
    await expect(edit('wrong', newPassword)).rejects.toEqual(refusal('INVALID_OLD_PASSWORD'))
    await edit(testPassword, newPassword)
    expect(await desk.helpdesk.user.checkSession(jane)).toEqual({ sessionActive: true })
    expect(await desk.helpdesk.user.checkSession(elsewhere)).toEqual({ sessionActive: false })
    await desk.helpdesk.user.login({}, { email: jane.email, password: newPassword })
    expect((await desk.mails()).map(({ template }) => template)).toEqual(['USER_PASSWORD'])
  })
})

describe('verification', () => {
  test('can be requested again, with a new token', async () => {
    const person = { name: 'Vera', email: 'vera@x.example', password: testPassword }
    await desk.helpdesk.user.signup({}, person)
    await desk.mails()
    await desk.helpdesk.user.resendEmailToken({}, { email: person.email })
    const [mail] = await desk.mails()
    await desk.helpdesk.user.verify(
      {},
      { email: person.email, token: mail?.variables.verificationToken ?? '' },
    )
    for (const email of [person.email, 'nobody@x.example']) {
      await expect(desk.helpdesk.user.resendEmailToken({}, { email })).rejects.toEqual(
        refusal('NO_PERMISSION'),
      )
    }
    await expect(desk.helpdesk.user.resendEmailToken({}, { email: 'x' })).rejects.toEqual(
      refusal('INVALID_EMAIL'),
    )
  })
})

describe('tokens of mails', () => {
  test('are not in the outbox, nor in a backup, before the mail is rendered', async () => {
    const person = { name: 'Vera', email: 'vera@x.example', password: testPassword }
    const jane = await desk.user()
    await desk.helpdesk.user.signup({}, person)
    await desk.helpdesk.user.invite(desk.admin, { name: 'Ira', email: 'ira@x.example' })
    await desk.helpdesk.user.sendRecoverPassword({}, { email: jane.email })
    await desk.helpdesk.user.editEmail(jane, { newEmail: 'new@x.example' })
    const backup = await new Response(desk.helpdesk.backup()).text()
    const stored = await desk.storage.outbox.claim(desk.clock.now(), desk.clock.now(), 10)
    expect(stored.map(({ proof }) => proof)).toEqual([
      'verification',
      'invitation user',
      'recovery user',
      'address 1',
    ])
    const tokens = (await desk.mails()).map(({ variables }) => variables.token ?? variables.verificationToken)
    expect(tokens).toHaveLength(4)
    for (const token of tokens) {
      expect(token).toMatch(/^[0-9a-f]{40}$/)
      expect(backup).not.toContain(token)
      expect(JSON.stringify(stored)).not.toContain(token)
    }
  })

  test('are created for each attempt, and only the last one is valid', async () => {
    const sent: string[] = []
    const mailer = {
      check: async () => {},
      async send({ variables }: { variables: Readonly<Record<string, string>> }) {
        sent.push(variables.verificationToken ?? '')
        if (sent.length === 1) throw new Error('the answer was lost')
      },
    }
    const storage = desk.storage
    const { helpdesk } = await createTestHelpdesk({
      storage,
      clock: desk.clock,
      log: { info() {}, warn() {}, error() {} },
    })
    await helpdesk.user.signup({}, { name: 'Vera', email: 'vera@x.example', password: testPassword })
    const other = new OpenSupports({ storage, mailer, clock: desk.clock, log: silent })
    await other.deliverMail()
    desk.clock.advance({ minutes: 2 })
    await other.deliverMail()
    expect(new Set(sent).size).toBe(2)
    const verify = (token = '') => helpdesk.user.verify({}, { email: 'vera@x.example', token })
    await expect(verify(sent[0])).rejects.toEqual(refusal('INVALID_TOKEN'))
    expect(await verify(sent[1])).toBeNull()
  })

  test('are not sent if there is nothing left to prove', async () => {
    await desk.helpdesk.user.signup({}, { name: 'Vera', email: 'vera@x.example', password: testPassword })
    await desk.helpdesk.user.invite(desk.admin, { name: 'Ira', email: 'ira@x.example' })
    await desk.storage.users.update(1, { verificationToken: null })
    await desk.storage.passwordTokens.removeOf('ira@x.example', 'user')
    expect(await desk.mails()).toEqual([])
    expect(await desk.storage.outbox.claim(new Date(8e15), new Date(8e15), 10)).toEqual([])
  })
})

describe('bans', () => {
  test('are listed in order, logged, and lifted', async () => {
    const { ban, unBan, listBan } = desk.helpdesk.user
    await ban(desk.admin, { email: 'B@x.example' })
    await ban(desk.admin, { email: 'a@x.example' })
    expect(await listBan(desk.admin)).toEqual(['b@x.example', 'a@x.example'])
    await expect(ban(desk.admin, { email: 'b@X.example' })).rejects.toEqual(refusal('ALREADY_BANNED'))
    await expect(ban(desk.admin, { email: 'b' })).rejects.toEqual(refusal('INVALID_EMAIL'))
    expect(await lastLog()).toMatchObject({ type: 'BAN_USER', to: 'a@x.example' })
    await unBan(desk.admin, { email: 'b@x.example' })
    expect(await lastLog()).toMatchObject({ type: 'UN_BAN_USER', to: 'b@x.example' })
    await expect(unBan(desk.admin, { email: 'b@x.example' })).rejects.toEqual(refusal('INVALID_EMAIL'))
  })
})

describe('a banned user', () => {
  test('is signed out everywhere, remember tokens and ticket sessions included', async () => {
    const guest = await desk.ticketSession({ email: 'gus@x.example' })
    const jane = await desk.user()
    const credentials = { email: jane.email, password: testPassword }
    const { userId, rememberToken } = await desk.helpdesk.user.login({}, { ...credentials, remember: true })
    for (const email of ['gus@x.example', jane.email]) await desk.helpdesk.user.ban(desk.admin, { email })
    for (const session of [guest, jane])
      expect(await desk.helpdesk.user.checkSession(session)).toEqual({ sessionActive: false })
    await desk.helpdesk.user.unBan(desk.admin, { email: jane.email })
    const call = desk.helpdesk.user.login({}, { userId, rememberToken: rememberToken ?? '' })
    await expect(call).rejects.toEqual(refusal('INVALID_CREDENTIALS'))
  })
})

describe('a disabled user', () => {
  test('is signed out at once, and can sign in again when enabled', async () => {
    const jane = await desk.user()
    const { disable, enable, login } = desk.helpdesk.user
    await expect(enable(desk.admin, { userId: jane.id })).rejects.toEqual(refusal('ALREADY_ENABLED'))
    await disable(desk.admin, { userId: jane.id })
    await expect(disable(desk.admin, { userId: jane.id })).rejects.toEqual(refusal('ALREADY_DISABLED'))
    expect(await desk.helpdesk.user.checkSession(jane)).toEqual({ sessionActive: false })
    const signIn = { email: jane.email, password: testPassword }
    await expect(login({}, signIn)).rejects.toEqual(refusal('USER_DISABLED'))
    await enable(desk.admin, { userId: jane.id })
    await expect(login({}, signIn)).resolves.toHaveProperty('token')
    for (const call of [disable, enable]) {
      await expect(call(desk.admin, { userId: 99 })).rejects.toEqual(refusal('INVALID_USER'))
    }
  })
})

describe('lists of users', () => {
  test('have ten users per page, in either order, matches at the start first', async () => {
    for (let index = 0; index < 12; index++)
      await desk.user({ name: index === 5 ? 'Alabama' : `Paula ${index}` })
    await desk.ticket({ author: desk.helpdesk.actingAs({ user: { email: 'late@x.example', name: 'Late' } }) })
    const list = (params: object) =>
      desk.helpdesk.user.getUsers(desk.admin, { page: 1, orderBy: 'id', ...params })
    expect(await list({})).toMatchObject({ page: 1, pages: 2, orderBy: 'id', desc: null, search: null })
    expect((await list({})).users).toHaveLength(10)
    expect((await list({ page: 2 })).users.map(({ name }) => name)).toEqual(['Paula 10', 'Paula 11', 'Late'])
    expect((await list({ orderBy: 'tickets', desc: true })).users[0]?.name).toBe('Late')
    expect((await list({ search: 'ALA' })).users.map(({ name }) => name)).toEqual(['Alabama'])
    await expect(list({ page: 0 })).rejects.toEqual(refusal('INVALID_PAGE'))
    await expect(list({ orderBy: 'name' })).rejects.toEqual(refusal('INVALID_ORDER'))
  })

  test('one user is returned with fields and supervised users', async () => {
    const jane = await desk.user({ name: 'Jane' })
    const other = await desk.user({ name: 'Other' })
    await desk.helpdesk.user.editSupervisedList(desk.admin, { userId: jane.id, userIdList: [other.id] })
    expect(await desk.helpdesk.user.getUser(desk.admin, { userId: jane.id })).toEqual({
      name: 'Jane',
      email: jane.email,
      signupDate: desk.clock.now(),
      verified: true,
      disabled: false,
      customfields: [],
      userList: [expect.objectContaining({ id: other.id, name: 'Other', isStaff: false })],
    })
    await expect(desk.helpdesk.user.getUser(desk.admin, { userId: 99 })).rejects.toEqual(
      refusal('INVALID_USER'),
    )
  })
})

describe('a deleted user', () => {
  test('is deleted with tickets, files, sessions and links; the log keeps the name', async () => {
    const jane = await desk.user({ name: 'Jane' })
    const file = new File(['text'], 'a.txt')
    const { ticketNumber } = await desk.helpdesk.ticket.create(jane, { title: 'A', content: 'B', file })
    await desk.helpdesk.user.sendRecoverPassword({}, { email: jane.email })
    const token = await tokenOf(jane.email)
    await desk.helpdesk.user.delete(desk.admin, { userId: jane.id })
    expect(await desk.storage.users.byId(jane.id)).toBeUndefined()
    expect(await desk.storage.tickets.byNumber(ticketNumber)).toBeUndefined()
    expect(desk.files.names()).toEqual([])
    expect(await desk.helpdesk.user.checkSession(jane)).toEqual({ sessionActive: false })
    expect(await desk.storage.logs.list({ offset: 0, limit: 2 })).toMatchObject([
      { type: 'DELETE_USER', to: 'Jane' },
      { type: 'CREATE_TICKET', authorName: 'Jane', author: null },
    ])
    const heir = await desk.user({ email: jane.email })
    const steal = { email: heir.email, password: newPassword, token }
    await expect(desk.helpdesk.user.recoverPassword({}, steal)).rejects.toEqual(refusal('NO_PERMISSION'))
    await expect(desk.helpdesk.user.delete(desk.admin, { userId: jane.id })).rejects.toEqual(
      refusal('INVALID_USER'),
    )
  })

  test('with an open ticket elsewhere requires more than level 1', async () => {
    const jane = await desk.user()
    const ticketNumber = await desk.ticket({ author: jane })
    const away = await desk.staff({ level: 1, departments: [] })
    const call = () => desk.helpdesk.user.delete(away, { userId: jane.id })
    await expect(call()).rejects.toEqual(refusal('NO_PERMISSION'))
    expect(await desk.storage.users.byId(jane.id)).toBeDefined()
    await desk.helpdesk.ticket.close(desk.admin, { ticketNumber })
    await call()
  })
})

describe('custom fields', () => {
  beforeEach(async () => {
    await desk.storage.customFields.insert({
      name: 'Fav Color',
      description: '',
      type: 'select',
      options: ['red', 'blue'],
    })
    await desk.storage.customFields.insert({ name: 'City', description: '', type: 'text', options: [] })
  })
  const valuesOf = async (userId: number) =>
    (await desk.helpdesk.user.getUser(desk.admin, { userId })).customfields.map(({ customfield, value }) => [
      customfield,
      value,
    ])

  test('are replaced as a whole, by the user or by staff of level 2', async () => {
    const jane = await desk.user()
    const edit = desk.helpdesk.user.editCustomFields
    await edit(jane, { customfields: { 'Fav Color': 'red', City: 'Bern' } })
    expect(await valuesOf(jane.id)).toEqual([
      ['Fav Color', 'red'],
      ['City', 'Bern'],
    ])
    await edit(await desk.staff({ level: 2 }), { userId: jane.id, customfields: { Fav_Color: 'blue' } })
    expect(await valuesOf(jane.id)).toEqual([['Fav Color', 'blue']])
    await expect(edit(jane, { customfields: { 'Fav Color': 'green', City: 'Bern' } })).rejects.toEqual(
      refusal('INVALID_CUSTOM_FIELD_OPTION'),
    )
    expect(await valuesOf(jane.id)).toEqual([['Fav Color', 'blue']])
  })

  test('of others are refused to users and to level 1', async () => {
    const jane = await desk.user()
    for (const session of [await desk.user(), await desk.staff({ level: 1 })]) {
      const call = desk.helpdesk.user.editCustomFields(session, { userId: jane.id })
      await expect(call).rejects.toEqual(refusal('NO_PERMISSION'))
    }
    const unknown = desk.helpdesk.user.editCustomFields(desk.admin, { userId: 99 })
    await expect(unknown).rejects.toEqual(refusal('INVALID_USER'))
  })
})

describe('supervision', () => {
  test('shows the tickets of supervised users, and ends with the list', async () => {
    const [boss, one, two, stranger] = [
      await desk.user(),
      await desk.user(),
      await desk.user(),
      await desk.user(),
    ]
    const { editSupervisedList, getSupervisedTickets } = desk.helpdesk.user
    const numbers: number[] = []
    for (const author of [boss, one, two]) {
      numbers.push(await desk.ticket({ author }))
      desk.clock.advance({ minutes: 1 })
    }
    await editSupervisedList(desk.admin, { userId: boss.id, userIdList: [one.id, two.id, two.id] })
    const seen = async (params: object) =>
      (await getSupervisedTickets(boss, params)).tickets.map(({ ticketNumber }) => ticketNumber)
    expect(await seen({ supervisedUsers: [one.id, two.id] })).toEqual([numbers[2], numbers[1]])
    expect(await seen({ supervisedUsers: [one.id], showOwnTickets: true })).toEqual([numbers[1], numbers[0]])
    expect(await seen({ supervisedUsers: [one.id, boss.id] })).toEqual([numbers[1], numbers[0]])
    expect(await seen({})).toEqual([])
    for (const supervisedUsers of [[stranger.id], [99]]) {
      await expect(getSupervisedTickets(boss, { supervisedUsers })).rejects.toEqual(
        refusal('INVALID_SUPERVISED_USERS'),
      )
    }
    await expect(getSupervisedTickets(boss, { page: 0 })).rejects.toEqual(refusal('INVALID_PAGE'))
    await expect(getSupervisedTickets(boss, { pageSize: 4 })).rejects.toEqual(refusal('INVALID_PAGE_SIZE'))
    await expect(getSupervisedTickets(desk.admin)).rejects.toEqual(refusal('NO_PERMISSION'))
    await editSupervisedList(desk.admin, { userId: boss.id, userIdList: [] })
    const get = desk.helpdesk.ticket.get(boss, { ticketNumber: numbers[1] ?? 0 })
    await expect(get).rejects.toEqual(refusal('NO_PERMISSION'))
    expect((await desk.helpdesk.user.get(boss)).users).toEqual([])
  })

  test('refuses invalid lists before unknown users, and the supervisor in the list', async () => {
    const jane = await desk.user()
    const edit = (userId: number, userIdList: number[]) =>
      desk.helpdesk.user.editSupervisedList(desk.admin, { userId, userIdList })
    await expect(edit(99, [98])).rejects.toEqual(refusal('INVALID_LIST'))
    await expect(edit(99, [jane.id])).rejects.toEqual(refusal('INVALID_USER'))
    await expect(edit(jane.id, [jane.id])).rejects.toEqual(refusal('SUPERVISOR_CAN_NOT_SUPERVISE_HIMSELF'))
  })
})

describe('guessing', () => {
  test('at a password is blocked after ten attempts, and the correct one works after the wait', async () => {
    const jane = await desk.user()
    const login = (password: string, ip?: string) =>
      desk.helpdesk.user.login({ ip }, { email: jane.email, password })
    for (let tries = 0; tries < 10; tries++)
      await expect(login('wrong')).rejects.toEqual(refusal('INVALID_CREDENTIALS'))
    await expect(login('wrong')).rejects.toEqual(refusal('TOO_MANY_REQUESTS'))
    await expect(login(testPassword)).rejects.toEqual(refusal('TOO_MANY_REQUESTS'))
    desk.clock.advance({ minutes: 16 })
    await expect(login(testPassword)).resolves.toHaveProperty('token')
  })

  test('does not count successful logins', async () => {
    const jane = await desk.user()
    const ip = '203.0.113.5'
    for (let tries = 0; tries < 30; tries++) {
      await desk.helpdesk.user.login({ ip }, { email: jane.email, password: testPassword })
    }
  })

  test('at many accounts from one address is blocked, too', async () => {
    const login = (index: number) =>
      desk.helpdesk.user.login({ ip: '203.0.113.6' }, { email: `x${index}@x.example`, password: 'wrong' })
    for (let tries = 0; tries < 100; tries++)
      await expect(login(tries)).rejects.toEqual(refusal('INVALID_CREDENTIALS'))
    await expect(login(100)).rejects.toEqual(refusal('TOO_MANY_REQUESTS'))
  })

  test('at many accounts from one network is blocked, too: anyone with IPv6 has more addresses than attempts', async () => {
    await desk.storage.settings.set({ 'attempt-limit': '1' })
    const login = (index: number, network = '2001:db8:1:2') => {
      const email = `x${index}@x.example`
      return desk.helpdesk.user.login({ ip: `${network}::${index}` }, { email, password: 'wrong' })
    }
    for (let tries = 0; tries < 10; tries++)
      await expect(login(tries)).rejects.toEqual(refusal('INVALID_CREDENTIALS'))
    await expect(login(10)).rejects.toEqual(refusal('TOO_MANY_REQUESTS'))
    await expect(login(11, '2001:db8:1:3')).rejects.toEqual(refusal('INVALID_CREDENTIALS'))
  })

  test('at a ticket or a token is blocked, and so are repeated mail requests', async () => {
    await desk.storage.settings.set({ 'mandatory-login': '0', 'attempt-limit': '3' })
    const jane = await desk.user()
    const { user, ticket } = desk.helpdesk
    const tries = {
      check: () => ticket.check({}, { ticketNumber: 123_456, email: 'gus@x.example' }),
      verify: () => user.verify({}, { email: jane.email, token: 'x' }),
      recover: () => user.recoverPassword({}, { email: jane.email, password: newPassword, token: 'x' }),
      send: () => user.sendRecoverPassword({}, { email: jane.email }),
      resend: () => user.resendEmailToken({}, { email: jane.email }),
    }
    for (const attempt of Object.values(tries)) {
      for (let index = 0; index < 3; index++) await attempt().catch(() => {})
      await expect(attempt()).rejects.toEqual(refusal('TOO_MANY_REQUESTS'))
    }
  })

  test('by strangers blocks neither password changes nor logins by remember token', async () => {
    const jane = await desk.user()
    const credentials = { email: jane.email, password: testPassword }
    const { userId, rememberToken } = await desk.helpdesk.user.login({}, { ...credentials, remember: true })
    for (let tries = 0; tries < 11; tries++)
      await desk.helpdesk.user.login({}, { ...credentials, password: 'wrong' }).catch(() => {})
    await expect(desk.helpdesk.user.login({}, credentials)).rejects.toEqual(refusal('TOO_MANY_REQUESTS'))
    await desk.helpdesk.user.login({}, { userId, rememberToken: rememberToken ?? '' })
    await desk.helpdesk.user.editPassword(jane, { oldPassword: testPassword, newPassword })
  })

  test('at the own password in a session has a separate count', async () => {
    const jane = await desk.user()
    const edit = (oldPassword: string) => desk.helpdesk.user.editPassword(jane, { oldPassword, newPassword })
    for (let tries = 0; tries < 10; tries++)
      await expect(edit('wrong')).rejects.toEqual(refusal('INVALID_OLD_PASSWORD'))
    await expect(edit(testPassword)).rejects.toEqual(refusal('TOO_MANY_REQUESTS'))
    await desk.helpdesk.user.login({}, { email: jane.email, password: testPassword })
  })

  test('by strangers does not block users from a network where they signed in before', async () => {
    const jane = await desk.user()
    const login = (password: string, ip: string) =>
      desk.helpdesk.user.login({ ip }, { email: jane.email, password })
    for (const ip of ['192.0.2.1', '2001:db8:1:2::7']) await login(testPassword, ip)
    for (let tries = 0; tries < 12; tries++) await login('wrong', `198.51.100.${tries}`).catch(() => {})
    await expect(login(testPassword, '198.51.100.99')).rejects.toEqual(refusal('TOO_MANY_REQUESTS'))
    for (const ip of ['192.0.2.1', '2001:db8:1:2:ffff::9']) {
      await expect(login(testPassword, ip)).resolves.toHaveProperty('token')
    }
    await expect(login(testPassword, '2001:db8:1:3::7')).rejects.toEqual(refusal('TOO_MANY_REQUESTS'))
    desk.clock.advance({ days: 200 })
    for (let tries = 0; tries < 12; tries++) await login('wrong', `198.51.100.${tries}`).catch(() => {})
    await expect(login(testPassword, '192.0.2.1')).rejects.toEqual(refusal('TOO_MANY_REQUESTS'))
  })

  test('from a known network is blocked as well, without blocking others', async () => {
    const jane = await desk.user()
    const login = (password: string, ip: string) =>
      desk.helpdesk.user.login({ ip }, { email: jane.email, password })
    await login(testPassword, '192.0.2.1')
    for (let tries = 0; tries < 10; tries++)
      await expect(login('wrong', '192.0.2.1')).rejects.toEqual(refusal('INVALID_CREDENTIALS'))
    await expect(login(testPassword, '192.0.2.1')).rejects.toEqual(refusal('TOO_MANY_REQUESTS'))
    await expect(login(testPassword, '192.0.2.2')).resolves.toHaveProperty('token')
  })

  test('by strangers does not block signed-in users', async () => {
    const jane = await desk.user()
    const credentials = { email: jane.email, password: testPassword }
    for (let tries = 0; tries < 12; tries++)
      await desk.helpdesk.user.login({}, { ...credentials, password: 'wrong' }).catch(() => {})
    await expect(desk.helpdesk.user.login({}, credentials)).rejects.toEqual(refusal('TOO_MANY_REQUESTS'))
    await expect(desk.helpdesk.user.login(jane, credentials)).resolves.toHaveProperty('token')
  })

  test('at a ticket by strangers does not block a guest who opened it before', async () => {
    const { email } = await desk.user()
    await desk.storage.settings.set({ 'mandatory-login': '0' })
    const sent = { title: 'A title', content: 'Some words', email: 'gus@x.example', name: 'Gus' }
    const { ticketNumber } = await desk.helpdesk.ticket.create({}, sent)
    const check = (email: string, ip: string) => desk.helpdesk.ticket.check({ ip }, { ticketNumber, email })
    await check('gus@x.example', '192.0.2.1')
    for (let tries = 0; tries < 12; tries++) await check(email, `198.51.100.${tries}`).catch(() => {})
    await expect(check('gus@x.example', '198.51.100.99')).rejects.toEqual(refusal('TOO_MANY_REQUESTS'))
    await expect(check('gus@x.example', '192.0.2.1')).resolves.toHaveProperty('token')
  })

  test('is not counted with the limit 0', async () => {
    await desk.storage.settings.set({ 'attempt-limit': '0' })
    const login = () => desk.helpdesk.user.login({}, { email: 'x@x.example', password: 'wrong' })
    for (let tries = 0; tries < 20; tries++)
      await expect(login()).rejects.toEqual(refusal('INVALID_CREDENTIALS'))
  })

  test('is counted for all processes on the storage', async () => {
    await desk.storage.settings.set({ 'attempt-limit': '1' })
    const other = await createTestHelpdesk({ storage: desk.storage })
    const login = (at: TestHelpdesk) =>
      at.helpdesk.user.login({}, { email: 'x@x.example', password: 'wrong' })
    await expect(login(desk)).rejects.toEqual(refusal('INVALID_CREDENTIALS'))
    await expect(login(other)).rejects.toEqual(refusal('TOO_MANY_REQUESTS'))
  })
})
