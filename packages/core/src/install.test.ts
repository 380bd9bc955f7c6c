import { beforeEach, describe, expect, test } from 'vitest'
import { createTestHelpdesk, type TestHelpdesk } from './testing/index.js'

const admin = { name: 'Ada', email: 'Ada@Example.com', password: 'correct horse' }

let desk: TestHelpdesk
beforeEach(async () => {
  desk = await createTestHelpdesk({ install: false })
})

test('installs the helpdesk: settings, languages, a department, and a first staff member', async () => {
  expect(await desk.helpdesk.install({ admin })).toBe(true)
  expect(await desk.helpdesk.system.installationDone({})).toBe(true)
  expect(await desk.storage.settings.all()).toMatchObject({
    language: 'en',
    title: 'Support Center',
    url: 'http://localhost',
    registration: '1',
    'mandatory-login': '1',
    'allow-attachments': '1',
    'default-department-id': '1',
  })
  expect(await desk.storage.settings.languages()).toHaveLength(15)
  expect(await desk.storage.departments.all()).toMatchObject([{ name: 'Help and Support', owners: 1 }])
  expect(await desk.storage.staff.byId(1)).toMatchObject({ name: 'Ada', email: 'ada@example.com', level: 3 })
})

test('the first staff member signs in', async () => {
  await desk.helpdesk.install({ admin })
  expect(await desk.helpdesk.user.login({}, { ...admin, staff: true })).toMatchObject({ userId: 1 })
})

test('stores its options', async () => {
  const switches = { registration: false, mandatoryLogin: false, allowAttachments: false }
  const site = { language: 'de', title: 'Hilfe', url: 'https://hilfe.example' } as const
  await desk.helpdesk.install({ admin, ...site, ...switches })
  expect(await desk.storage.settings.all()).toMatchObject({
    ...site,
    registration: '0',
    'mandatory-login': '0',
    'allow-attachments': '0',
  })
})

test('does nothing the second time', async () => {
  await desk.helpdesk.install({ admin })
  const before = await desk.storage.settings.all()
  const other = { ...admin, email: 'eve@example.com' }
  expect(await desk.helpdesk.install({ admin: other, title: 'Mine now' })).toBe(false)
  expect(await desk.storage.settings.all()).toEqual(before)
  expect(await desk.storage.staff.count()).toBe(1)
})

test('two concurrent calls install once', async () => {
  const outcomes = await Promise.all([
    desk.helpdesk.install({ admin }),
    desk.helpdesk.install({ admin: { ...admin, email: 'eve@example.com' } }),
  ])
  expect(outcomes.sort()).toEqual([false, true])
  expect(await desk.storage.staff.count()).toBe(1)
  expect(await desk.storage.departments.all()).toHaveLength(1)
})

test('finishes an installation that stopped after the settings', async () => {
  await desk.helpdesk.system.initSettings({}, { language: 'de', title: 'Hilfe' })
  expect(await desk.helpdesk.install({ admin, title: 'Help' })).toBe(true)
  expect(await desk.storage.settings.all()).toMatchObject({ language: 'de', title: 'Hilfe' })
  expect(await desk.helpdesk.system.installationDone({})).toBe(true)
})

test('needs no install token, since the caller is the host', async () => {
  const { helpdesk } = await createTestHelpdesk({ install: false, installToken: 'open sesame' })
  expect(await helpdesk.install({ admin })).toBe(true)
})

describe('writes nothing', () => {
  test.each([
    [{ ...admin, name: '' }, 'INVALID_NAME'],
    [{ ...admin, name: '0' }, 'INVALID_NAME'],
    [{ ...admin, email: 'ada@localhost' }, 'INVALID_EMAIL'],
    [{ ...admin, password: 'short' }, 'INVALID_PASSWORD'],
    [{ name: '', email: '', password: '' }, 'INVALID_NAME'],
  ])('with %j', async (admin, code) => {
    await expect(desk.helpdesk.install({ admin })).rejects.toMatchObject({ code })
    expect(await desk.storage.settings.all()).toEqual({})
    expect(await desk.storage.staff.count()).toBe(0)
  })
})

describe('another admin', () => {
  const other = { name: 'Eve', email: 'Eve@Example.com', password: 'battery staple' }

  test('signs in at once, with level 3 and every department', async () => {
    await desk.helpdesk.install({ admin })
    await desk.storage.departments.insert({ name: 'Second', private: true })
    expect(await desk.helpdesk.addAdmin(other)).toBe(2)
    expect(await desk.helpdesk.user.login({}, { ...other, staff: true })).toMatchObject({ userId: 2 })
    expect(await desk.storage.staff.byId(2)).toMatchObject({ email: 'eve@example.com', level: 3 })
    expect(await desk.storage.staff.departmentIds(2)).toEqual([1, 2])
  })

  test.each([
    ['ALREADY_A_STAFF', { email: 'ADA@example.com' }],
    ['INVALID_NAME', { name: '' }],
    ['INVALID_EMAIL', { email: 'eve' }],
    ['INVALID_PASSWORD', { password: 'short' }],
  ])('is refused with %s, and nothing is stored', async (code, change) => {
    await desk.helpdesk.install({ admin })
    await expect(desk.helpdesk.addAdmin({ ...other, ...change })).rejects.toMatchObject({ code })
    expect(await desk.storage.staff.count()).toBe(1)
  })

  test('cannot be the first', async () => {
    await expect(desk.helpdesk.addAdmin(other)).rejects.toMatchObject({ code: 'NOT_INSTALLED' })
    expect(await desk.storage.staff.count()).toBe(0)
  })
})
