import { beforeEach, describe, expect, test } from 'vitest'
import { tokenHash } from '../../platform/index.js'
import { createTestHelpdesk, type TestHelpdesk } from '../../testing/index.js'

const jane = { name: 'Jane', email: 'jane@example.com', password: 'correct horse' }

let desk: TestHelpdesk
beforeEach(async () => {
  desk = await createTestHelpdesk()
})

describe('success', () => {
  test('makes an account that waits for its verification', async () => {
    const sent = { ...jane, name: 'R&D <b>', email: 'Jane@Example.COM' }
    expect(await desk.helpdesk.user.signup({}, sent)).toEqual({ userId: 1, userEmail: 'jane@example.com' })
    expect(await desk.storage.users.byId(1)).toMatchObject({
      email: 'jane@example.com',
      name: 'R&D <b>',
      signupDate: desk.clock.now(),
      tickets: 0,
      disabled: null,
      notRegistered: false,
      supervisor: false,
      password: expect.stringMatching(/^\$2y\$/),
      verificationToken: expect.stringMatching(/^[0-9a-f]{64}$/),
    })
  })

  test('mails the token, and stores only its hash', async () => {
    await desk.helpdesk.user.signup({}, jane)
    const [mail, ...others] = await desk.mails()
    expect(others).toEqual([])
    expect(mail).toMatchObject({
      template: 'USER_SIGNUP',
      to: 'jane@example.com',
      language: 'en',
      variables: { to: 'jane@example.com', name: 'Jane', url: 'http://helpdesk.example' },
    })
    const token = mail?.variables.verificationToken ?? ''
    expect(token).toMatch(/^[0-9a-f]{40}$/)
    expect(await desk.storage.users.byId(1)).toMatchObject({ verificationToken: tokenHash(token) })
  })

  test('logs the new user as the author', async () => {
    await desk.helpdesk.user.signup(await desk.staff(), jane)
    expect(await desk.storage.logs.list({ offset: 0, limit: 10 })).toMatchObject([
      { type: 'SIGNUP', to: null, authorName: 'Jane', author: { kind: 'user', id: 1 } },
    ])
  })

  test('emits an event', async () => {
    const heard: unknown[] = []
    desk.helpdesk.on('user.created', (event) => heard.push(event))
    await desk.helpdesk.user.signup({}, jane)
    expect(heard).toMatchObject([{ userId: 1, email: 'jane@example.com' }])
  })

  test('without a mailer the address counts as verified', async () => {
    const desk = await createTestHelpdesk({ mail: false })
    await desk.helpdesk.user.signup({}, jane)
    expect(await desk.storage.users.byId(1)).toMatchObject({ verificationToken: null })
    expect(await desk.helpdesk.user.login({}, jane)).toMatchObject({ userId: 1 })
  })

  test('stores the values of custom fields', async () => {
    const color = { name: 'My color', description: '', type: 'select', options: ['red', 'blue'] } as const
    await desk.storage.customFields.insert(color)
    await desk.storage.customFields.insert({ name: 'Phone', description: '', type: 'text', options: [] })
    const customfields = { 'My color': 'blue', Phone: '<1>', Unknown: 'x' }
    await desk.helpdesk.user.signup({}, { ...jane, customfields })
    expect(await desk.storage.users.customFieldValues(1)).toMatchObject([
      { customfield: 'My color', value: 'blue', customfieldoption: { id: 2, name: 'blue' } },
      { customfield: 'Phone', value: '<1>', customfieldoption: null },
    ])
  })

  test("a user may have a staff member's address", async () => {
    expect(await desk.helpdesk.user.signup({}, { ...jane, email: desk.admin.email })).toMatchObject({
      userId: 1,
    })
  })
})

describe("an address that only a guest's ticket knows", () => {
  let userId: number
  beforeEach(async () => {
    ;({ userId } = await desk.ticketSession({ email: jane.email }))
    await desk.mails()
    desk.clock.advance({ days: 1 })
    await desk.storage.customFields.insert({ name: 'Phone', description: '', type: 'text', options: [] })
  })
  const signup = async (person: Partial<typeof jane> = {}) => {
    const customfields = { Phone: '123' }
    const answer = await desk.helpdesk.user.signup({}, { ...jane, customfields, ...person })
    expect(answer).toEqual({ userId, userEmail: jane.email })
    return (await desk.mails()).at(-1)?.variables.verificationToken ?? ''
  }
  const verify = (token: string) => desk.helpdesk.user.verify({}, { email: jane.email, token })

  test('is taken over with the proof, with its id and its count of tickets, and not before', async () => {
    const before = await desk.storage.users.byId(userId)
    const heard: unknown[] = []
    desk.helpdesk.on('user.created', (event) => heard.push(event))
    const token = await signup()
    expect(await desk.storage.users.byId(userId)).toEqual(before)
    expect(await desk.storage.users.customFieldValues(userId)).toEqual([])
    expect(heard).toEqual([])
    await verify(token)
    expect(await desk.storage.users.byId(userId)).toMatchObject({
      name: 'Jane',
      notRegistered: false,
      verificationToken: null,
      tickets: 1,
      signupDate: desk.clock.now(),
    })
    expect(await desk.storage.users.customFieldValues(userId)).toMatchObject([{ value: '123' }])
    expect(heard).toMatchObject([{ userId, email: jane.email }])
    expect(await desk.storage.logs.list({ offset: 0, limit: 1 })).toMatchObject([
      { type: 'SIGNUP', authorName: 'Jane', author: { kind: 'user', id: userId } },
    ])
    expect(await desk.helpdesk.user.login({}, jane)).toMatchObject({ userId })
  })

  test('gives access only to the recipient of the mail', async () => {
    await signup()
    await expect(desk.helpdesk.user.login({}, jane)).rejects.toMatchObject({ code: 'UNVERIFIED_USER' })
    const wrong = { ...jane, password: 'wrong horse' }
    await expect(desk.helpdesk.user.login({}, wrong)).rejects.toMatchObject({ code: 'INVALID_CREDENTIALS' })
  })

  test('applies, of two sign-ups, the one whose link is followed', async () => {
    const mine = await signup()
    const theirs = await signup({ name: 'Mallory', password: 'a password of theirs' })
    await verify(mine)
    expect(await desk.storage.users.byId(userId)).toMatchObject({ name: 'Jane' })
    await expect(verify(theirs)).rejects.toMatchObject({ code: 'INVALID_TOKEN' })
  })

  test('can be asked for again, with a new token', async () => {
    const first = await signup()
    await desk.helpdesk.user.resendEmailToken({}, { email: jane.email })
    const second = (await desk.mails()).at(-1)?.variables.verificationToken ?? ''
    await expect(verify(first)).rejects.toMatchObject({ code: 'INVALID_TOKEN' })
    expect(await verify(second)).toBeNull()
  })

  test('a field that was deleted in the meantime is left out', async () => {
    const token = await signup()
    await desk.storage.customFields.remove(1)
    await verify(token)
    expect(await desk.storage.users.customFieldValues(userId)).toEqual([])
  })
})

describe('with neutral answers', () => {
  beforeEach(async () => {
    desk = await createTestHelpdesk({ neutralAnswers: true })
  })

  test('an address that has an account looks like any other, and its owner gets a link', async () => {
    const { id, email } = await desk.user({ email: jane.email })
    const before = await desk.storage.users.byId(id)
    expect(await desk.helpdesk.user.signup({}, jane)).toEqual({ userId: 0, userEmail: email })
    const fresh = { ...jane, email: 'fresh@example.com' }
    expect(await desk.helpdesk.user.signup({}, fresh)).toEqual({ userId: 0, userEmail: fresh.email })
    expect(await desk.storage.users.byId(id)).toEqual(before)
    expect((await desk.mails()).map(({ template, to }) => [template, to])).toEqual([
      ['PASSWORD_FORGOT', email],
      ['USER_SIGNUP', fresh.email],
    ])
  })

  test('staff who may create users get the exact answer', async () => {
    await desk.user({ email: jane.email })
    const call = desk.helpdesk.user.signup(desk.admin, jane)
    await expect(call).rejects.toMatchObject({ code: 'USER_EXISTS' })
    const fresh = { ...jane, email: 'fresh@example.com' }
    expect(await desk.helpdesk.user.signup(desk.admin, fresh)).toMatchObject({ userId: 2 })
  })

  test('answers are exact if accounts need no verification', async () => {
    const log = { info() {}, warn() {}, error() {} }
    desk = await createTestHelpdesk({ neutralAnswers: true, mail: false, log })
    expect(await desk.helpdesk.user.signup({}, jane)).toMatchObject({ userId: 1 })
    await expect(desk.helpdesk.user.signup({}, jane)).rejects.toMatchObject({ code: 'USER_EXISTS' })
  })
})

describe('refusals, in their order', () => {
  const select = { name: 'Color', description: '', type: 'select', options: ['red'] } as const

  /** Every field but the captcha is invalid. The first refusal hides the next. */
  const steps = [
    [{ name: '' }, 'INVALID_NAME'],
    [{ name: 'x'.repeat(201) }, 'INVALID_NAME'],
    [{ email: 'jane' }, 'INVALID_EMAIL'],
    [{ email: 'x@jobscom' }, 'INVALID_EMAIL'],
    [{ password: 'short' }, 'INVALID_PASSWORD'],
    [{ password: 'x'.repeat(201) }, 'INVALID_PASSWORD'],
    [{ email: 'taken@example.com' }, 'USER_EXISTS'],
    [{ email: 'TAKEN@example.com' }, 'USER_EXISTS'],
    [{ email: 'banned@example.com' }, 'ALREADY_BANNED'],
    [{}, 'NO_PERMISSION'],
  ] as const

  test.each(steps)('%j', async (wrong, code) => {
    await desk.user({ email: 'taken@example.com' })
    await desk.storage.bans.add('taken@example.com')
    await desk.storage.bans.add('banned@example.com')
    await desk.storage.settings.set({ registration: '0' })
    await desk.storage.customFields.insert(select)
    const params = { ...jane, customfields: { Color: 'green' }, ...wrong }
    await expect(desk.helpdesk.user.signup({}, params)).rejects.toMatchObject({ code })
    expect(await desk.storage.users.byId(2)).toBeUndefined()
    expect(await desk.storage.logs.list({ offset: 0, limit: 1 })).toEqual([])
    expect(await desk.mails()).toEqual([])
  })

  test.each(['green', '', 'RED'])('INVALID_CUSTOM_FIELD_OPTION for %j, which is no option', async (Color) => {
    await desk.storage.customFields.insert(select)
    const call = desk.helpdesk.user.signup({}, { ...jane, customfields: { Color } })
    await expect(call).rejects.toMatchObject({ code: 'INVALID_CUSTOM_FIELD_OPTION' })
    expect(await desk.storage.users.byEmail(jane.email)).toBeUndefined()
  })

  test('INVALID_CUSTOM_FIELD_OPTION for a text that is too long', async () => {
    await desk.storage.customFields.insert({ name: 'Phone', description: '', type: 'text', options: [] })
    const call = desk.helpdesk.user.signup({}, { ...jane, customfields: { Phone: '1'.repeat(192) } })
    await expect(call).rejects.toMatchObject({ code: 'INVALID_CUSTOM_FIELD_OPTION' })
  })

  test('USER_EXISTS for one of two concurrent calls', async () => {
    const signup = () => desk.helpdesk.user.signup({}, jane)
    const outcomes = await Promise.allSettled([signup(), signup()])
    const refused = outcomes.find((each) => each.status === 'rejected')
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(refused?.reason).toMatchObject({ code: 'USER_EXISTS' })
    expect(await desk.mails()).toHaveLength(1)
  })

  test('TOO_MANY_REQUESTS after ten of one address in a quarter of an hour', async () => {
    const signup = () => desk.helpdesk.user.signup({}, jane)
    for (let count = 0; count < 10; count++) await signup().catch(() => {})
    await expect(signup()).rejects.toMatchObject({ code: 'TOO_MANY_REQUESTS' })
    desk.clock.advance({ minutes: 15 })
    await expect(signup()).rejects.toMatchObject({ code: 'USER_EXISTS' })
  })

  test('an API key lifts the limit only with the right to make users', async () => {
    const key = { name: 'shop', token: tokenHash('the key'), ending: ' key', canCreateUsers: false }
    const rights = { canCreateTickets: true, canCheckTickets: true, shouldReturnTicketNumber: true }
    await desk.storage.apiKeys.insert({ ...key, ...rights })
    const signup = (apiKey: string) => desk.helpdesk.user.signup({}, { ...jane, apiKey })
    for (let count = 0; count < 10; count++) await signup('the key').catch(() => {})
    await expect(signup('the key')).rejects.toMatchObject({ code: 'TOO_MANY_REQUESTS' })
    const other = { ...key, name: 'crm', token: tokenHash('other key'), canCreateUsers: true }
    await desk.storage.apiKeys.insert({ ...other, ...rights })
    await expect(signup('other key')).rejects.toMatchObject({ code: 'USER_EXISTS' })
  })

  test('staff may sign up as many as they like', async () => {
    const signup = () => desk.helpdesk.user.signup(desk.admin, jane)
    await signup()
    for (let count = 0; count < 12; count++) {
      await expect(signup()).rejects.toMatchObject({ code: 'USER_EXISTS' })
    }
  })
})

describe('with a captcha', () => {
  const captcha = { verify: async ({ answer }: { answer: string }) => answer === 'solved' }
  beforeEach(async () => {
    desk = await createTestHelpdesk({ captcha, settings: { 'recaptcha-private': 'secret' } })
  })

  test('a solved captcha allows the sign-up', async () => {
    expect(await desk.helpdesk.user.signup({}, { ...jane, captcha: 'solved' })).toMatchObject({ userId: 1 })
  })

  test.each([{}, { captcha: '' }, { captcha: 'wrong' }, { captcha: 'wrong', apiKey: 'no key' }])(
    'INVALID_CAPTCHA for %j, before it tells whether the address is known',
    async (answer) => {
      await desk.user({ email: jane.email })
      await expect(desk.helpdesk.user.signup({}, { ...jane, ...answer })).rejects.toMatchObject({
        code: 'INVALID_CAPTCHA',
      })
    },
  )
})

describe('an API key', () => {
  const key = (canCreateUsers: boolean) =>
    desk.storage.apiKeys.insert({
      name: 'shop',
      token: tokenHash('the key'),
      ending: ' key',
      canCreateUsers,
      canCreateTickets: true,
      canCheckTickets: true,
      shouldReturnTicketNumber: true,
    })
  const signup = (captcha = '') => desk.helpdesk.user.signup({}, { ...jane, captcha, apiKey: 'the key' })

  test('that may create users replaces the captcha, and opens a closed registration', async () => {
    await key(true)
    await desk.storage.settings.set({ 'recaptcha-private': 'secret', registration: '0' })
    expect(await signup()).toMatchObject({ userId: 1 })
  })

  test('that may not fails even with a solved captcha', async () => {
    const captcha = { verify: async () => true }
    desk = await createTestHelpdesk({ captcha, settings: { 'recaptcha-private': 'secret' } })
    await key(false)
    await expect(signup('solved')).rejects.toMatchObject({ code: 'INVALID_CAPTCHA' })
  })

  test('that may not does not open a closed registration', async () => {
    await key(false)
    await desk.storage.settings.set({ registration: '0' })
    await expect(signup()).rejects.toMatchObject({ code: 'NO_PERMISSION' })
  })
})

describe('while registration is off', () => {
  test('guests, users, ticket sessions and staff of level 1 are refused', async () => {
    const others = [{}, await desk.user(), await desk.ticketSession(), await desk.staff({ level: 1 })]
    await desk.storage.settings.set({ registration: '0' })
    for (const session of others) {
      await expect(desk.helpdesk.user.signup(session, jane)).rejects.toMatchObject({ code: 'NO_PERMISSION' })
    }
  })

  test.each([2, 3] as const)('staff of level %i may', async (level) => {
    const stan = await desk.staff({ level })
    await desk.storage.settings.set({ registration: '0' })
    expect(await desk.helpdesk.user.signup(stan, jane)).toMatchObject({ userId: 1 })
  })
})
