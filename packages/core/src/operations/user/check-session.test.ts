import { beforeEach, expect, test } from 'vitest'
import { createTestHelpdesk, type TestHelpdesk } from '../../testing/index.js'

let desk: TestHelpdesk
beforeEach(async () => {
  desk = await createTestHelpdesk()
})

const isActive = async (session: object) => (await desk.helpdesk.user.checkSession(session)).sessionActive

test('is true for users, staff and ticket sessions', async () => {
  for (const session of [await desk.user(), desk.admin, await desk.ticketSession()]) {
    expect(await isActive(session)).toBe(true)
  }
})

test('is false for guests and invalid tokens', async () => {
  const { userId } = await desk.user()
  for (const session of [
    {},
    { userId, token: '' },
    { userId, token: 'x'.repeat(40) },
    { token: '\0', userId: '' },
  ]) {
    expect(await isActive(session)).toBe(false)
  }
})

test('is false for a deleted or disabled account', async () => {
  const [jane, joe] = [await desk.user(), await desk.user()]
  const stan = await desk.staff()
  await desk.storage.users.remove(jane.id)
  await desk.storage.users.update(joe.id, { disabled: true })
  await desk.storage.staff.remove(stan.id)
  for (const session of [jane, joe, stan]) expect(await isActive(session)).toBe(false)
})

test('accepts an id as a form sends it', async () => {
  const { userId, token } = await desk.user()
  expect(await isActive({ userId: String(userId), token })).toBe(true)
  expect(await isActive({ userId: `0${userId}`, token })).toBe(false)
  expect(await isActive({ userId: `${userId} `, token })).toBe(false)
})

test('works before the installation', async () => {
  const { helpdesk } = await createTestHelpdesk({ install: false })
  expect(await helpdesk.user.checkSession({})).toEqual({ sessionActive: false })
})
