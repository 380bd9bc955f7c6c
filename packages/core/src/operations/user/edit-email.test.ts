import { beforeEach, describe, expect, test } from 'vitest'
import { createTestHelpdesk, type TestAccount, type TestHelpdesk, testPassword } from '../../testing/index.js'
import { refusal } from '../../testing/refusal.test-support.js'

const newEmail = 'new@x.example'

let desk: TestHelpdesk
let jane: TestAccount
beforeEach(async () => {
  desk = await createTestHelpdesk()
  jane = await desk.user({ name: 'Jane', email: 'jane@x.example' })
})

const edit = (session: TestAccount, fields: { newEmail: string; password?: string }) =>
  desk.helpdesk.user.editEmail(session, fields)
const tokenFor = async (to: string) =>
  (await desk.mails()).findLast((mail) => mail.to === to)?.variables.verificationToken ?? ''
const verify = (email: string, token: string, session = {}) =>
  desk.helpdesk.user.verify(session, { email, token })

describe('until the token is sent back', () => {
  test('all mail goes to the old address, and only the token to the new one', async () => {
    await edit(jane, { newEmail: 'NEW@x.example' })
    expect(await desk.mails()).toMatchObject([
      { template: 'USER_SIGNUP', to: newEmail, variables: { name: 'Jane' } },
    ])
    expect((await desk.storage.users.byId(jane.id))?.email).toBe('jane@x.example')
    await desk.helpdesk.user.login({}, { email: 'jane@x.example', password: testPassword })
    await desk.ticket({ author: jane })
    const ticket = await desk.ticket({ author: jane })
    await desk.mails()
    await desk.helpdesk.ticket.close(desk.admin, { ticketNumber: ticket })
    expect((await desk.mails()).map(({ to }) => to)).toEqual(['jane@x.example'])
    const login = desk.helpdesk.user.login({}, { email: newEmail, password: testPassword })
    await expect(login).rejects.toEqual(refusal('INVALID_CREDENTIALS'))
  })

  test('the owner of the new address keeps all rights to it', async () => {
    await edit(jane, { newEmail })
    const token = await tokenFor(newEmail)
    const owner = desk.helpdesk.actingAs({ user: { email: newEmail, name: 'Nora' } })
    expect(await desk.helpdesk.user.get(owner)).toMatchObject({ name: 'Nora', email: newEmail })
    expect((await desk.helpdesk.user.getTickets(owner)).tickets).toEqual([])
    await expect(verify(newEmail, token)).rejects.toEqual(refusal('INVALID_EMAIL'))
    expect((await desk.storage.users.byId(jane.id))?.email).toBe('jane@x.example')
  })

  test("a guest's ticket from the new address is the guest's, and ends the wish", async () => {
    await desk.storage.settings.set({ 'mandatory-login': '0' })
    await edit(jane, { newEmail })
    const token = await tokenFor(newEmail)
    const sent = { title: 'A title', content: 'Some words', email: newEmail, name: 'Gus' }
    await desk.helpdesk.ticket.create({}, sent)
    expect((await desk.helpdesk.user.getTickets(jane)).tickets).toEqual([])
    await expect(verify(newEmail, token)).rejects.toEqual(refusal('INVALID_EMAIL'))
  })

  test('the last request is valid, and the current address cancels it', async () => {
    await edit(jane, { newEmail })
    const first = await tokenFor(newEmail)
    await edit(jane, { newEmail: 'other@x.example' })
    const second = await tokenFor('other@x.example')
    await expect(verify(newEmail, first)).rejects.toEqual(refusal('INVALID_TOKEN'))
    await edit(jane, { newEmail: jane.email })
    await expect(verify('other@x.example', second)).rejects.toEqual(refusal('INVALID_TOKEN'))
    expect(await desk.mails()).toEqual([])
  })
})

describe('the token', () => {
  test('changes the address, notifies the old one, and ends links and other sessions', async () => {
    const elsewhere = await desk.helpdesk.user.login({}, { email: jane.email, password: testPassword })
    await desk.helpdesk.user.sendRecoverPassword({}, { email: jane.email })
    const link = (await desk.mails()).at(-1)?.variables.token ?? ''
    await edit(jane, { newEmail })
    await verify(newEmail, await tokenFor(newEmail), jane)
    expect(await desk.storage.users.byId(jane.id)).toMatchObject({ email: newEmail, name: 'Jane' })
    expect(await desk.mails()).toMatchObject([
      { template: 'USER_EMAIL', to: jane.email, variables: { newemail: newEmail, name: 'Jane' } },
    ])
    expect(await desk.helpdesk.user.checkSession(jane)).toEqual({ sessionActive: true })
    expect(await desk.helpdesk.user.checkSession(elsewhere)).toEqual({ sessionActive: false })
    await desk.user({ email: jane.email })
    const steal = { email: jane.email, password: 'battery staple', token: link }
    await expect(desk.helpdesk.user.recoverPassword({}, steal)).rejects.toEqual(refusal('NO_PERMISSION'))
  })

  test('changes the address of a staff member, too', async () => {
    await edit(desk.admin, { newEmail })
    await verify(newEmail, await tokenFor(newEmail))
    expect(await desk.storage.staff.byId(1)).toMatchObject({ email: newEmail })
  })

  test('works once, for 7 days, and only for its address', async () => {
    await edit(jane, { newEmail })
    const token = await tokenFor(newEmail)
    await expect(verify(jane.email, token)).rejects.toEqual(refusal('INVALID_TOKEN'))
    await expect(verify(newEmail, `${token}0`)).rejects.toEqual(refusal('INVALID_TOKEN'))
    desk.clock.advance({ days: 7 })
    await expect(verify(newEmail, token)).rejects.toEqual(refusal('INVALID_TOKEN'))
    await edit(jane, { newEmail })
    const next = await tokenFor(newEmail)
    await verify(newEmail, next)
    await expect(verify(newEmail, next)).rejects.toEqual(refusal('INVALID_TOKEN'))
  })

  test('of two accounts that want one address, the first to verify it gets it', async () => {
    const joe = await desk.user({ email: 'joe@x.example' })
    await edit(jane, { newEmail })
    const token = await tokenFor(newEmail)
    await edit(joe, { newEmail })
    await verify(newEmail, await tokenFor(newEmail))
    expect((await desk.storage.users.byEmail(newEmail))?.id).toBe(joe.id)
    await expect(verify(newEmail, token)).rejects.toEqual(refusal('INVALID_EMAIL'))
  })

  test('refuses an address that was banned in the meantime', async () => {
    await edit(jane, { newEmail })
    const token = await tokenFor(newEmail)
    await desk.storage.bans.add(newEmail)
    await expect(verify(newEmail, token)).rejects.toEqual(refusal('INVALID_EMAIL'))
  })
})

describe.each([true, false])('with a mailer: %s', (mail) => {
  test.each(['bad', 'ada@helpdesk.example', 'taken@x.example', 'gus@x.example', 'banned@x.example'])(
    'INVALID_EMAIL for %s',
    async (newEmail) => {
      desk = await createTestHelpdesk({ mail, log: { info() {}, warn() {}, error() {} } })
      await desk.user({ email: 'taken@x.example' })
      await desk.ticketSession({ email: 'gus@x.example' })
      await desk.storage.bans.add('banned@x.example')
      const jane = await desk.user({ email: 'jane@x.example' })
      await desk.mails()
      await expect(edit(jane, { newEmail })).rejects.toEqual(refusal('INVALID_EMAIL'))
      await expect(edit(desk.admin, { newEmail: 'taken@x.example' })).rejects.toEqual(
        refusal('INVALID_EMAIL'),
      )
      await expect(edit(jane, { newEmail: 'JANE@x.example' })).resolves.toBeNull()
      expect(await desk.mails()).toEqual([])
    },
  )
})

test('without a mailer the address changes at once', async () => {
  desk = await createTestHelpdesk({ mail: false, log: { info() {}, warn() {}, error() {} } })
  const jane = await desk.user({ email: 'jane@x.example' })
  const elsewhere = await desk.helpdesk.user.login({}, { email: jane.email, password: testPassword })
  await edit(jane, { newEmail })
  expect((await desk.storage.users.byId(jane.id))?.email).toBe(newEmail)
  expect(await desk.helpdesk.user.checkSession(jane)).toEqual({ sessionActive: true })
  expect(await desk.helpdesk.user.checkSession(elsewhere)).toEqual({ sessionActive: false })
})

test('INVALID_PASSWORD when one is sent that is not the own one', async () => {
  await expect(edit(jane, { newEmail, password: 'wrong' })).rejects.toEqual(refusal('INVALID_PASSWORD'))
  expect(await desk.mails()).toEqual([])
  await edit(jane, { newEmail, password: testPassword })
  expect(await desk.mails()).toHaveLength(1)
})

test('TOO_MANY_REQUESTS for mails to one address, and from one account', async () => {
  for (let count = 0; count < 10; count++) await edit(jane, { newEmail })
  await expect(edit(jane, { newEmail })).rejects.toEqual(refusal('TOO_MANY_REQUESTS'))
  const joe = await desk.user()
  for (let count = 0; count < 10; count++) await edit(joe, { newEmail: `joe${count}@x.example` })
  await expect(edit(joe, { newEmail: 'joe@x.example' })).rejects.toEqual(refusal('TOO_MANY_REQUESTS'))
})

test('neutral answers do not reveal which addresses have accounts', async () => {
  desk = await createTestHelpdesk({ neutralAnswers: true })
  const [jane, joe] = [await desk.user(), await desk.user()]
  expect(await edit(jane, { newEmail: joe.email })).toBeNull()
  expect(await desk.mails()).toEqual([])
})
