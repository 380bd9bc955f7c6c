import { beforeEach, describe, expect, test } from 'vitest'
import { createTestHelpdesk, type TestHelpdesk } from '../../testing/index.js'

const ada = { name: 'Ada & Co', email: 'Ada@Example.com', password: 'correct horse' }

let desk: TestHelpdesk
beforeEach(async () => {
  desk = await createTestHelpdesk({ install: false })
  await desk.helpdesk.system.initSettings({}, { language: 'en' })
})

describe('success', () => {
  test('makes a staff member of level 3 in every department', async () => {
    await desk.department()
    expect(await desk.helpdesk.system.initAdmin({}, ada)).toBeNull()
    expect(await desk.storage.staff.byId(1)).toMatchObject({
      name: 'Ada & Co',
      email: 'ada@example.com',
      level: 3,
      profilePic: '',
      sendEmailOnNewTicket: true,
      lastLogin: null,
      disabled: false,
    })
    expect(await desk.storage.staff.departmentIds(1)).toEqual([1, 2])
    expect((await desk.storage.departments.all()).map(({ owners }) => owners)).toEqual([1, 1])
  })

  test('the password is stored as bcrypt of the form that old servers read, and signs in', async () => {
    await desk.helpdesk.system.initAdmin({}, ada)
    expect((await desk.storage.staff.byId(1))?.password).toMatch(/^\$2y\$/)
    const credentials = { email: ada.email, password: ada.password, staff: true }
    expect(await desk.helpdesk.user.login({}, credentials)).toMatchObject({ staff: true })
  })

  test('opens no session, and logs and mails nothing', async () => {
    await desk.helpdesk.system.initAdmin({}, ada)
    expect(await desk.storage.logs.list({ offset: 0, limit: 1 })).toEqual([])
    expect(await desk.mails()).toEqual([])
  })
})

describe('refusals, in their order', () => {
  test.each([
    [{ name: '', email: '', password: '' }, 'INVALID_NAME'],
    [{ name: 'x'.repeat(201), email: 'a@b.co', password: 'secret' }, 'INVALID_NAME'],
    [{ name: 'Ada', email: 'ada@localhost', password: '' }, 'INVALID_EMAIL'],
    [{ name: 'Ada', email: 'ada@example.com', password: 'short' }, 'INVALID_PASSWORD'],
    [{ name: 'Ada', email: 'ada@example.com', password: '000000' }, 'INVALID_PASSWORD'],
  ])('%j', async (params, code) => {
    await expect(desk.helpdesk.system.initAdmin({}, params)).rejects.toMatchObject({ code })
    expect(await desk.storage.staff.count()).toBe(0)
  })

  test('NO_PERMISSION without the install token, if one is configured', async () => {
    const guarded = await createTestHelpdesk({ install: false, installToken: 'open sesame' })
    for (const params of [ada, { ...ada, installToken: 'open' }]) {
      await expect(guarded.helpdesk.system.initAdmin({}, params)).rejects.toMatchObject({
        code: 'NO_PERMISSION',
      })
    }
    expect(await guarded.helpdesk.system.initAdmin({}, { ...ada, installToken: 'open sesame' })).toBeNull()
  })

  test('INIT_SETTINGS_DONE when a staff member exists', async () => {
    await desk.staff()
    await expect(desk.helpdesk.system.initAdmin({}, ada)).rejects.toMatchObject({
      code: 'INIT_SETTINGS_DONE',
    })
  })

  test('INIT_SETTINGS_DONE for one of two concurrent calls', async () => {
    const outcomes = await Promise.allSettled([
      desk.helpdesk.system.initAdmin({}, ada),
      desk.helpdesk.system.initAdmin({}, { ...ada, email: 'eve@example.com' }),
    ])
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(await desk.storage.staff.count()).toBe(1)
  })
})

test('may run before the settings are written', async () => {
  const { helpdesk, storage } = await createTestHelpdesk({ install: false })
  await helpdesk.system.initAdmin({}, ada)
  expect(await storage.staff.count()).toBe(1)
  expect(await helpdesk.system.installationDone({})).toBe(false)
})
