import { beforeEach, describe, expect, test } from 'vitest'
import { tokenHash } from '../../platform/index.js'
import { createTestHelpdesk, type TestAccount, type TestHelpdesk, testPassword } from '../../testing/index.js'

const password = testPassword

let desk: TestHelpdesk
let jane: TestAccount
beforeEach(async () => {
  desk = await createTestHelpdesk()
  jane = await desk.user({ email: 'jane@example.com' })
})

const isActive = async (session: object) => (await desk.helpdesk.user.checkSession(session)).sessionActive

describe('by e-mail and password', () => {
  test('a user signs in', async () => {
    const answer = await desk.helpdesk.user.login({}, { email: 'JANE@example.com', password })
    expect(answer).toEqual({
      userId: jane.id,
      userEmail: 'jane@example.com',
      staff: false,
      rememberToken: null,
      rememberExpiration: null,
      token: expect.stringMatching(/^[0-9a-f]{40}$/),
    })
    expect(await desk.helpdesk.user.get(answer)).toMatchObject({ email: 'jane@example.com' })
  })

  test('a staff member signs in, and the time is stored', async () => {
    desk.clock.advance({ days: 1 })
    const credentials = { email: desk.admin.email, password, staff: true }
    const answer = await desk.helpdesk.user.login({}, credentials)
    expect(answer).toMatchObject({ userId: desk.admin.id, userEmail: desk.admin.email, staff: true })
    expect(await desk.helpdesk.staff.get(answer)).toMatchObject({ email: desk.admin.email })
    expect(await desk.storage.staff.byId(desk.admin.id)).toMatchObject({ lastLogin: desk.clock.now() })
  })

  test('users and staff are separate: the same address may be both', async () => {
    const user = await desk.user({ name: 'Ada at home', email: desk.admin.email })
    const asUser = await desk.helpdesk.user.login({}, { email: desk.admin.email, password })
    expect(asUser).toMatchObject({ userId: user.id, staff: false })
    expect(await desk.helpdesk.user.get(asUser)).toMatchObject({ name: 'Ada at home' })
    const asStaff = { email: jane.email, password, staff: true }
    await expect(desk.helpdesk.user.login({}, asStaff)).rejects.toMatchObject({ code: 'INVALID_CREDENTIALS' })
  })

  test('only the hash of the token is stored', async () => {
    const { token } = await desk.helpdesk.user.login({}, { email: jane.email, password })
    expect(await desk.storage.sessions.byTokenHash(token)).toBeUndefined()
    expect(await desk.storage.sessions.byTokenHash(tokenHash(token))).toMatchObject({
      session: { ticketNumber: null },
    })
  })

  test('nothing is logged or mailed', async () => {
    await desk.helpdesk.user.login({}, { email: jane.email, password })
    expect(await desk.storage.logs.list({ offset: 0, limit: 1 })).toEqual([])
    expect(await desk.mails()).toEqual([])
  })

  test.each([
    [{}],
    [{ email: 'jane@example.com' }],
    [{ email: 'jane@example.com', password: '' }],
    [{ email: 'jane@example.com', password: 'wrong' }],
    [{ email: 'joe@example.com', password }],
    [{ email: '', password }],
    [{ email: ' jane@example.com', password }],
    [{ email: 'jane@example.com\0', password }],
    [{ email: '%', password }],
    [{ password }],
  ])('INVALID_CREDENTIALS for %j', async (params) => {
    await expect(desk.helpdesk.user.login({}, params)).rejects.toMatchObject({ code: 'INVALID_CREDENTIALS' })
  })

  test('INVALID_CREDENTIALS for an account that only a ticket made, whatever the password', async () => {
    await desk.ticketSession({ email: 'gus@example.com' })
    for (const password of ['', '!', testPassword]) {
      const call = desk.helpdesk.user.login({}, { email: 'gus@example.com', password })
      await expect(call).rejects.toMatchObject({ code: 'INVALID_CREDENTIALS' })
    }
  })
})

describe('a session that was there before', () => {
  test('ends with the login', async () => {
    const next = await desk.helpdesk.user.login(jane, { email: jane.email, password })
    expect(await isActive(jane)).toBe(false)
    expect(await isActive(next)).toBe(true)
  })

  test('stays when the login fails', async () => {
    await desk.helpdesk.user.login(jane, { email: jane.email, password: 'wrong' }).catch(() => {})
    expect(await isActive(jane)).toBe(true)
  })

  test('of the same account somewhere else stays', async () => {
    const elsewhere = await desk.helpdesk.user.login({}, { email: jane.email, password })
    await desk.helpdesk.user.login(jane, { email: jane.email, password })
    expect(await isActive(elsewhere)).toBe(true)
  })
})

describe('by a remember token', () => {
  const remember = (staff = false) =>
    desk.helpdesk.user.login(
      { ip: '192.0.2.1' },
      { email: staff ? desk.admin.email : jane.email, password, staff, remember: true },
    )
  const login = (params: {
    userId: number
    rememberToken: string | null
    staff?: boolean
    remember?: boolean
  }) => desk.helpdesk.user.login({}, { ...params, rememberToken: params.rememberToken ?? '' })

  test('it is valid for 30 days, and only its hash is stored', async () => {
    const { rememberToken, rememberExpiration } = await remember()
    const inThirtyDays = new Date(desk.clock.now().getTime() + 30 * 86_400_000)
    expect(rememberToken).toMatch(/^[0-9a-f]{40}$/)
    expect(rememberExpiration).toEqual(inThirtyDays)
    expect(await desk.storage.rememberTokens.byTokenHash(tokenHash(rememberToken ?? ''))).toMatchObject({
      account: { kind: 'user', id: jane.id },
      ip: '192.0.2.1',
      createdAt: desk.clock.now(),
      expiresAt: inThirtyDays,
    })
  })

  test('signs a user in, once', async () => {
    const { userId, rememberToken } = await remember()
    expect(await login({ userId, rememberToken })).toMatchObject({
      userId,
      userEmail: jane.email,
      staff: false,
      rememberToken: null,
      rememberExpiration: null,
    })
    await expect(login({ userId, rememberToken })).rejects.toMatchObject({ code: 'INVALID_CREDENTIALS' })
  })

  test('signs a staff member in', async () => {
    const { userId, rememberToken } = await remember(true)
    expect(await login({ userId, rememberToken, staff: true })).toMatchObject({ userId, staff: true })
  })

  test('gives the next one when it is asked for', async () => {
    const { userId, rememberToken } = await remember()
    const next = await login({ userId, rememberToken, remember: true })
    expect(next.rememberToken).not.toBe(rememberToken)
    expect(await login({ userId, rememberToken: next.rememberToken })).toMatchObject({ userId })
  })

  test('a wrong token, account or kind fails, and does not use up the right one', async () => {
    const other = await desk.user()
    const { userId, rememberToken } = await remember()
    const wrong = [
      { userId, rememberToken: `${rememberToken}0` },
      { userId, rememberToken: '' },
      { userId: other.id, rememberToken },
      { userId: 99, rememberToken },
      { userId, rememberToken, staff: true },
    ]
    for (const params of wrong) {
      await expect(login(params)).rejects.toMatchObject({ code: 'INVALID_CREDENTIALS' })
    }
    expect(await login({ userId, rememberToken })).toMatchObject({ userId })
  })

  test('two concurrent uses sign in once', async () => {
    const { userId, rememberToken } = await remember()
    const outcomes = await Promise.allSettled([
      login({ userId, rememberToken }),
      login({ userId, rememberToken }),
    ])
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  })

  test('fails when it has expired', async () => {
    const { userId, rememberToken } = await remember()
    desk.clock.advance({ days: 30 })
    await expect(login({ userId, rememberToken })).rejects.toMatchObject({ code: 'INVALID_CREDENTIALS' })
    expect(await desk.storage.rememberTokens.byTokenHash(tokenHash(rememberToken ?? ''))).toBeUndefined()
  })

  test('the password is tried first, and does not use it up', async () => {
    const { userId, rememberToken } = await remember()
    const both = { email: jane.email, password, userId, rememberToken: rememberToken ?? '' }
    await desk.helpdesk.user.login({}, both)
    expect(await login({ userId, rememberToken })).toMatchObject({ userId })
  })

  test('a wrong password does not keep the right token from working', async () => {
    const { userId, rememberToken } = await remember()
    const both = { email: jane.email, password: 'wrong', userId, rememberToken: rememberToken ?? '' }
    expect(await desk.helpdesk.user.login({}, both)).toMatchObject({ userId })
  })

  test('it is used up by the login of an account that may not sign in', async () => {
    const { userId, rememberToken } = await remember()
    await desk.storage.users.update(userId, { disabled: true })
    await expect(login({ userId, rememberToken })).rejects.toMatchObject({ code: 'USER_DISABLED' })
    await desk.storage.users.update(userId, { disabled: false })
    await expect(login({ userId, rememberToken })).rejects.toMatchObject({ code: 'INVALID_CREDENTIALS' })
  })
})

describe('an account that may not sign in', () => {
  const state = { verificationToken: tokenHash('x'), disabled: true }
  const refused = async (credentials: { email: string; password: string; staff?: boolean }) =>
    desk.helpdesk.user.login({}, credentials).then(
      () => 'nothing',
      (error: { code: string }) => error.code,
    )

  test('is explained only with the correct password: unverified, then disabled, then banned', async () => {
    await desk.storage.users.update(jane.id, state)
    await desk.storage.bans.add(jane.email)
    expect(await refused({ email: jane.email, password: 'wrong' })).toBe('INVALID_CREDENTIALS')
    expect(await refused({ email: jane.email, password })).toBe('UNVERIFIED_USER')
    await desk.storage.users.update(jane.id, { verificationToken: null })
    expect(await refused({ email: jane.email, password })).toBe('USER_DISABLED')
    await desk.storage.users.update(jane.id, { disabled: false })
    expect(await refused({ email: jane.email, password })).toBe('ALREADY_BANNED')
    await desk.storage.bans.remove(jane.email)
    expect(await refused({ email: jane.email, password })).toBe('nothing')
  })

  test('a ban of the address of a staff member does not lock the staff out', async () => {
    await desk.storage.bans.add(desk.admin.email)
    expect(await refused({ email: desk.admin.email, password, staff: true })).toBe('nothing')
  })

  test('opens no session', async () => {
    await desk.storage.users.update(jane.id, { disabled: true })
    await refused({ email: jane.email, password })
    await desk.storage.users.update(jane.id, { disabled: false })
    expect(await isActive(jane)).toBe(true)
  })
})

describe('with a captcha', () => {
  const captcha = { verify: async ({ answer }: { answer: string }) => answer === 'solved' }
  const settings = { 'recaptcha-private': 'secret' }
  const credentials = { email: 'jane@example.com', password }
  beforeEach(async () => {
    desk = await createTestHelpdesk({ captcha, settings })
    await desk.user({ email: 'jane@example.com' })
  })

  test('one that is sent has to be solved, before anything else', async () => {
    for (const captcha of ['', 'wrong']) {
      const call = desk.helpdesk.user.login({}, { captcha, email: 'nobody@example.com', password: '' })
      await expect(call).rejects.toMatchObject({ code: 'INVALID_CAPTCHA' })
    }
    expect(await desk.helpdesk.user.login({}, { ...credentials, captcha: 'solved' })).toMatchObject({
      userId: 1,
    })
  })

  test('it may be left out', async () => {
    expect(await desk.helpdesk.user.login({}, credentials)).toMatchObject({ userId: 1 })
  })

  test('is not checked while captchas are off', async () => {
    await desk.storage.settings.set({ 'recaptcha-private': '' })
    expect(await desk.helpdesk.user.login({}, { ...credentials, captcha: '' })).toMatchObject({ userId: 1 })
  })
})

describe('too many attempts', () => {
  const attempt = (email: string, attempted: string, ip?: string) =>
    desk.helpdesk.user.login(ip ? { ip } : {}, { email, password: attempted }).then(
      () => 'success',
      (error: { code: string }) => error.code,
    )

  test('TOO_MANY_REQUESTS after ten wrong passwords, also for the right one, until a quarter of an hour later', async () => {
    for (let count = 0; count < 10; count++)
      expect(await attempt(jane.email, 'wrong')).toBe('INVALID_CREDENTIALS')
    expect(await attempt('JANE@example.com', password)).toBe('TOO_MANY_REQUESTS')
    desk.clock.advance({ minutes: 15 })
    expect(await attempt(jane.email, password)).toBe('success')
  })

  test('the right password in time starts the count again', async () => {
    for (let round = 0; round < 3; round++) {
      for (let count = 0; count < 9; count++) await attempt(jane.email, 'wrong')
      expect(await attempt(jane.email, password)).toBe('success')
    }
  })

  test('one account is not locked by attempts on another', async () => {
    for (let count = 0; count < 11; count++) await attempt('joe@example.com', 'wrong')
    expect(await attempt(jane.email, password)).toBe('success')
  })

  test('one address may try a hundred times, on any accounts', async () => {
    for (let count = 0; count < 100; count++) await attempt(`joe${count}@example.com`, 'wrong', '192.0.2.1')
    expect(await attempt(jane.email, password, '192.0.2.1')).toBe('TOO_MANY_REQUESTS')
    expect(await attempt(jane.email, password, '192.0.2.2')).toBe('success')
  })

  test('concurrent attempts are all counted', async () => {
    const outcomes = await Promise.all(Array.from({ length: 20 }, () => attempt(jane.email, 'wrong')))
    expect(outcomes.filter((each) => each === 'INVALID_CREDENTIALS')).toHaveLength(10)
  })

  test('the limit is a setting, and 0 means none', async () => {
    await desk.storage.settings.set({ 'attempt-limit': '0' })
    for (let count = 0; count < 15; count++)
      expect(await attempt(jane.email, 'wrong')).toBe('INVALID_CREDENTIALS')
  })
})

test('expired sessions are cleared away with a login', async () => {
  const stored = tokenHash(String(jane.token))
  desk.clock.advance({ days: 31 })
  expect(await desk.storage.sessions.byTokenHash(stored)).toBeDefined()
  await desk.helpdesk.user.login({}, { email: jane.email, password })
  expect(await desk.storage.sessions.byTokenHash(stored)).toBeUndefined()
})

test('expired rows are removed without a login, too', async () => {
  const { helpdesk, storage, clock } = desk
  const stored = tokenHash(String(jane.token))
  const now = clock.now()
  await storage.attempts.add('login:a', now, 60_000)
  await storage.keptAnswers.insert({ keyHash: 'aa', paramsHash: 'bb', answer: 'null', createdAt: now })
  await helpdesk.removeExpired()
  expect(await storage.sessions.byTokenHash(stored)).toBeDefined()
  expect(await storage.keptAnswers.byKey('aa')).toBeDefined()
  clock.advance({ days: 31 })
  const ended = new AbortController()
  ended.abort()
  await helpdesk.removeExpired({ signal: ended.signal })
  expect(await storage.sessions.byTokenHash(stored)).toBeDefined()
  await helpdesk.removeExpired()
  expect(await storage.sessions.byTokenHash(stored)).toBeUndefined()
  expect(await storage.keptAnswers.byKey('aa')).toBeUndefined()
  expect(await storage.rows.page('os_attempt', { limit: 9 })).toEqual([])
  // All but the newest.
  expect(await storage.rows.page('os_event', { limit: 9 })).toHaveLength(1)
})
