import { beforeEach, describe, expect, test } from 'vitest'
import { languageCodes } from '../../model/index.js'
import { createTestHelpdesk, type TestHelpdesk } from '../../testing/index.js'

let desk: TestHelpdesk
beforeEach(async () => {
  desk = await createTestHelpdesk()
  await desk.department({ name: 'Board', private: true })
  await desk.storage.tags.insert({ name: 'urgent', color: '#f00' })
})

const short = {
  language: 'en',
  reCaptchaKey: '',
  'maintenance-mode': false,
  layout: 'boxed',
  'allow-attachments': true,
  'max-size': 1,
  title: 'Support Center',
  'time-zone': 'UTC',
  registration: true,
  departments: [{ id: 1, name: 'Help and Support', owners: 1, private: false }],
  supportedLanguages: ['en'],
  allowedLanguages: [...languageCodes],
  'session-prefix': expect.stringMatching(/^opensupports-[0-9a-f]{40}_$/),
  tags: [{ id: 1, name: 'urgent', color: '#f00' }],
  'mandatory-login': true,
  'default-department-id': 1,
  'default-is-locked': false,
}
const tags = [{ id: 1, name: 'urgent', color: '#f00' }]
const departments = [...short.departments, { id: 2, name: 'Board', owners: 0, private: true }]
const full = {
  ...short,
  tags,
  departments,
  reCaptchaPrivate: '',
  url: 'http://helpdesk.example',
  'server-email': null,
  'smtp-host': null,
  'smtp-user': null,
  'imap-host': null,
  'imap-user': null,
  'imap-token': '',
  'mail-template-header-image': '',
  'attempt-limit': 10,
  'attachment-types': expect.arrayContaining(['pdf', 'docx']),
  'mail-authserv-id': null,
  'reopen-on-reply': true,
}

describe('visibility', () => {
  test('guests: the short answer, with public departments and all tags', async () => {
    expect(await desk.helpdesk.system.getSettings({})).toEqual(short)
    expect(await desk.helpdesk.system.getSettings({}, { allSettings: true })).toEqual(short)
  })

  test('users: the same', async () => {
    const jane = await desk.user()
    expect(await desk.helpdesk.system.getSettings(jane, { allSettings: true })).toEqual({ ...short, tags })
  })

  test('ticket sessions: as users', async () => {
    const session = await desk.ticketSession()
    expect(await desk.helpdesk.system.getSettings(session, { allSettings: true })).toEqual({
      ...short,
      tags,
      'mandatory-login': false,
    })
  })

  test.each([1, 2] as const)('staff of level %i: also private departments', async (level) => {
    const stan = await desk.staff({ level, departments: [] })
    const answer = await desk.helpdesk.system.getSettings(stan, { allSettings: true })
    expect(answer).toEqual({ ...short, tags, departments })
  })

  test('staff of level 3: everything, when it is asked for', async () => {
    expect(await desk.helpdesk.system.getSettings(desk.admin, { allSettings: true })).toEqual(full)
    expect(await desk.helpdesk.system.getSettings(desk.admin)).toEqual({ ...short, tags, departments })
  })

  test('no caller: passwords', async () => {
    await desk.storage.settings.set({ 'smtp-pass': 'secret 1', 'imap-pass': 'secret 2' })
    const answer = await desk.helpdesk.system.getSettings(desk.admin, { allSettings: true })
    expect(JSON.stringify(answer)).not.toContain('secret')
  })
})

test('is null while the helpdesk is not installed', async () => {
  const { helpdesk } = await createTestHelpdesk({ install: false })
  expect(await helpdesk.system.getSettings({})).toBeNull()
})

test('answers between the two steps of the installation', async () => {
  const { helpdesk } = await createTestHelpdesk({ install: false })
  await helpdesk.system.initSettings({}, { language: 'de', registration: true })
  expect(await helpdesk.system.getSettings({})).toMatchObject({ language: 'de', registration: true })
})

test('attachments are off without a file store', async () => {
  const { helpdesk } = await createTestHelpdesk({ files: undefined as never })
  expect(await helpdesk.system.getSettings({})).toMatchObject({ 'allow-attachments': false })
})

test('languages are in their fixed order', async () => {
  await desk.helpdesk.system.editSettings(desk.admin, {
    allowedLanguages: ['pl', 'de', 'en'],
    supportedLanguages: ['pl', 'en'],
  })
  expect(await desk.helpdesk.system.getSettings({})).toMatchObject({
    allowedLanguages: ['en', 'de', 'pl'],
    supportedLanguages: ['en', 'pl'],
  })
})

test.each([
  ['0', 0],
  ['5', 5],
  ['abc', 10],
  [null, 10],
])('a stored limit of %j attempts is %j', async (stored, expected) => {
  await desk.storage.settings.set({ 'attempt-limit': stored })
  const answer = await desk.helpdesk.system.getSettings(desk.admin, { allSettings: true })
  expect(answer).toMatchObject({ 'attempt-limit': expected })
})

test.each([
  ['2', 2],
  ['1.3', 1.3],
  ['abc', 1],
  ['', 1],
  [null, 1],
])('a stored size of %j MiB is %j', async (stored, expected) => {
  await desk.storage.settings.set({ 'max-size': stored })
  expect(await desk.helpdesk.system.getSettings({})).toMatchObject({ 'max-size': expected })
})
