import { beforeEach, describe, expect, test } from 'vitest'
import { createTestHelpdesk, type TestHelpdesk } from './testing/index.js'
import { refusal } from './testing/refusal.test-support.js'

const ada = { email: 'ada@example.com', password: 'correct horse' }
const bob = { name: 'Bob', email: 'bob@example.com', password: 'battery staple' }

let desk: TestHelpdesk
beforeEach(async () => {
  desk = await createTestHelpdesk({ install: false })
  await desk.helpdesk.install({ admin: { ...ada, name: 'Ada' } })
})

const login = (person: { email: string; password: string }) =>
  desk.helpdesk.user.login({}, { email: person.email, password: person.password, staff: true })

describe('resetStaffPassword', () => {
  test('sets the password of the only admin, and ends the sessions', async () => {
    const { token, userId } = await login(ada)
    await desk.helpdesk.resetStaffPassword({ email: 'Ada@Example.com', password: 'new password' })
    await expect(login(ada)).rejects.toEqual(refusal('INVALID_CREDENTIALS'))
    expect(await login({ ...ada, password: 'new password' })).toMatchObject({ userId: 1 })
    const old = await desk.helpdesk.user.checkSession({ userId, token })
    expect(old).toMatchObject({ sessionActive: false })
  })

  test.each([
    [{ email: 'nobody@example.com', password: 'new password' }, 'INVALID_STAFF'],
    [{ email: ada.email, password: 'short' }, 'INVALID_PASSWORD'],
  ] as const)('%j: %s', async (staff, code) => {
    await expect(desk.helpdesk.resetStaffPassword(staff)).rejects.toEqual(refusal(code))
  })
})

describe('disableStaff and enableStaff', () => {
  test('shut a member out and let the member in again', async () => {
    await desk.helpdesk.addAdmin(bob)
    expect(await desk.helpdesk.disableStaff(bob.email)).toBe(true)
    expect(await desk.helpdesk.disableStaff(bob.email)).toBe(false)
    await expect(login(bob)).rejects.toEqual(refusal('USER_DISABLED'))
    expect(await desk.helpdesk.enableStaff(bob.email)).toBe(true)
    expect(await desk.helpdesk.enableStaff(bob.email)).toBe(false)
    expect(await login(bob)).toMatchObject({ userId: 2 })
  })

  test('the last admin who can sign in cannot be disabled', async () => {
    await desk.helpdesk.addAdmin(bob)
    await desk.helpdesk.disableStaff(bob.email)
    await expect(desk.helpdesk.disableStaff(ada.email)).rejects.toEqual(refusal('LAST_ADMIN'))
    expect(await login(ada)).toMatchObject({ userId: 1 })
  })

  test('unknown members are refused', async () => {
    await expect(desk.helpdesk.disableStaff('nobody@example.com')).rejects.toEqual(refusal('INVALID_STAFF'))
    await expect(desk.helpdesk.enableStaff('nobody@example.com')).rejects.toEqual(refusal('INVALID_STAFF'))
  })
})
