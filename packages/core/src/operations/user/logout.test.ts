import { beforeEach, expect, test } from 'vitest'
import { createTestHelpdesk, type TestAccount, type TestHelpdesk, testPassword } from '../../testing/index.js'

let desk: TestHelpdesk
let jane: TestAccount
beforeEach(async () => {
  desk = await createTestHelpdesk()
  jane = await desk.user()
})

const isActive = async (session: object) => (await desk.helpdesk.user.checkSession(session)).sessionActive

test('ends the session of users, staff and ticket sessions; a second call fails', async () => {
  for (const session of [jane, desk.admin, await desk.ticketSession()]) {
    expect(await desk.helpdesk.user.logout(session)).toBeNull()
    expect(await isActive(session)).toBe(false)
    await expect(desk.helpdesk.user.logout(session)).rejects.toMatchObject({ code: 'NO_PERMISSION' })
  }
})

test('keeps the sessions of others, and those of the caller on other devices', async () => {
  const elsewhere = await desk.helpdesk.user.login({}, { email: jane.email, password: testPassword })
  await desk.helpdesk.user.logout(jane)
  expect(await isActive(elsewhere)).toBe(true)
  expect(await isActive(desk.admin)).toBe(true)
})

test('ends the remember token of this device, and leaves those of others', async () => {
  const credentials = { email: jane.email, password: testPassword, remember: true }
  const phone = await desk.helpdesk.user.login({}, credentials)
  const laptop = await desk.helpdesk.user.login({}, credentials)
  await desk.helpdesk.user.logout(phone)
  const back = ({ userId, rememberToken }: typeof phone) =>
    desk.helpdesk.user.login({}, { userId, rememberToken: rememberToken ?? '' })
  await expect(back(phone)).rejects.toMatchObject({ code: 'INVALID_CREDENTIALS' })
  expect(await back(laptop)).toMatchObject({ userId: jane.id })
})

test('of a ticket session leaves the remember tokens of its author', async () => {
  const session = await desk.ticketSession({ email: 'gus@example.com' })
  const password = (await desk.storage.users.byId(jane.id))?.password ?? ''
  await desk.storage.users.update(session.userId, { notRegistered: false, password })
  const credentials = { email: 'gus@example.com', password: testPassword, remember: true }
  const { userId, rememberToken } = await desk.helpdesk.user.login({}, credentials)
  await desk.helpdesk.user.logout(session)
  expect(await desk.helpdesk.user.login({}, { userId, rememberToken: rememberToken ?? '' })).toMatchObject({
    userId,
  })
})

test('of a context that the host made does nothing', async () => {
  const context = desk.helpdesk.actingAs({ staff: desk.admin.id })
  expect(await desk.helpdesk.user.logout(context)).toBeNull()
  expect(await isActive(desk.admin)).toBe(true)
})

test('NO_PERMISSION for guests, and for half a session', async () => {
  const halves = [{}, { userId: jane.id }, { token: jane.token }, { userId: 99, token: jane.token }]
  for (const session of halves) {
    await expect(desk.helpdesk.user.logout(session)).rejects.toMatchObject({ code: 'NO_PERMISSION' })
  }
  expect(await isActive(jane)).toBe(true)
})
