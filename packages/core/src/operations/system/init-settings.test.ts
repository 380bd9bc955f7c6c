import { beforeEach, describe, expect, test } from 'vitest'
import { languageCodes } from '../../model/index.js'
import { createTestHelpdesk, type TestHelpdesk } from '../../testing/index.js'

let desk: TestHelpdesk
beforeEach(async () => {
  desk = await createTestHelpdesk({ install: false })
})

const defaults = {
  language: 'de',
  'recaptcha-public': '',
  'recaptcha-private': '',
  'server-email': null,
  'imap-host': null,
  'imap-user': null,
  'imap-pass': null,
  'smtp-host': null,
  'smtp-user': null,
  'smtp-pass': null,
  'maintenance-mode': '0',
  layout: 'boxed',
  'allow-attachments': '0',
  'max-size': '1',
  title: 'Support Center',
  url: 'http://localhost',
  registration: '0',
  'mail-template-header-image': '',
  'default-department-id': '1',
  'default-is-locked': '0',
  'imap-token': '',
  'mandatory-login': '0',
}

describe('success', () => {
  test('writes every setting, with defaults for missing ones', async () => {
    expect(await desk.helpdesk.system.initSettings({}, { language: 'de' })).toBeNull()
    const settings = await desk.storage.settings.all()
    const { 'ticket-gap': gap, 'ticket-first-number': first, 'session-prefix': prefix, ...others } = settings
    expect(others).toEqual(defaults)
    expect(gap).toMatch(/^[1-9][0-9]{5}$/)
    expect(first).toMatch(/^[1-9][0-9]{5}$/)
    expect(prefix).toMatch(/^opensupports-[0-9a-f]{40}_$/)
  })

  test('stores the sent values', async () => {
    const sent = {
      title: 'R&D Help',
      url: 'https://help.example',
      'server-email': 'help@example.com',
      'smtp-host': 'ssl://smtp.example:465',
      'smtp-user': 'u',
      'smtp-pass': 'p',
      'imap-host': 'imap.example',
      'imap-user': 'i',
      'imap-pass': '',
    }
    const switches = { registration: true, 'mandatory-login': true, 'allow-attachments': true }
    await desk.helpdesk.system.initSettings({}, { language: 'en', ...sent, ...switches })
    expect(await desk.storage.settings.all()).toMatchObject({
      ...sent,
      registration: '1',
      'mandatory-login': '1',
      'allow-attachments': '1',
    })
  })

  test('an empty title and an empty url count as missing', async () => {
    await desk.helpdesk.system.initSettings({}, { language: 'en', title: '', url: '' })
    expect(await desk.storage.settings.all()).toMatchObject({
      title: 'Support Center',
      url: 'http://localhost',
    })
  })

  test('the url defaults to the configured public URL', async () => {
    const desk = await createTestHelpdesk({ install: false, publicUrl: 'https://help.example' })
    await desk.helpdesk.system.initSettings({}, { language: 'en' })
    expect(await desk.storage.settings.all()).toMatchObject({ url: 'https://help.example' })
  })

  test('every language is allowed, and the chosen one supported', async () => {
    await desk.helpdesk.system.initSettings({}, { language: 'de' })
    const expected = languageCodes.map((code) => ({ code, allowed: true, supported: code === 'de' }))
    expect(await desk.storage.settings.languages()).toEqual(expect.arrayContaining(expected))
  })

  test('creates one public department', async () => {
    await desk.helpdesk.system.initSettings({}, { language: 'en' })
    expect(await desk.storage.departments.all()).toEqual([
      { id: 1, name: 'Help and Support', owners: 0, private: false },
    ])
  })

  test('opens no session, and logs and mails nothing', async () => {
    await desk.helpdesk.system.initSettings({}, { language: 'en' })
    expect(await desk.storage.logs.list({ offset: 0, limit: 1 })).toEqual([])
    expect(await desk.mails()).toEqual([])
  })

  test('the distance of ticket numbers is a prime, so that they return late', async () => {
    await desk.helpdesk.system.initSettings({}, { language: 'en' })
    const gap = Number((await desk.storage.settings.all())['ticket-gap'])
    const divisors = Array.from({ length: 1000 }, (_, index) => index + 2).filter((each) => gap % each === 0)
    expect(divisors).toEqual([])
  })
})

describe('refusals, in their order', () => {
  test.each(['', 'zz', 'EN'])('INVALID_LANGUAGE for %j, also when it is installed', async (language) => {
    for (const { helpdesk } of [desk, await createTestHelpdesk()]) {
      await expect(helpdesk.system.initSettings({}, { language: language as 'en' })).rejects.toMatchObject({
        code: 'INVALID_LANGUAGE',
      })
    }
  })

  test('INVALID_SETTING for a text that no setting can hold', async () => {
    for (const name of ['title', 'url', 'server-email', 'smtp-pass', 'imap-host']) {
      const call = desk.helpdesk.system.initSettings({}, { language: 'en', [name]: 'x'.repeat(501) })
      await expect(call).rejects.toMatchObject({ code: 'INVALID_SETTING' })
    }
    expect(await desk.storage.settings.all()).toEqual({})
  })

  test('NO_PERMISSION without the install token, if one is configured', async () => {
    const guarded = await createTestHelpdesk({ install: false, installToken: 'open sesame' })
    for (const installToken of [undefined, '', 'open']) {
      const params = { language: 'en', ...(installToken === undefined ? {} : { installToken }) } as const
      await expect(guarded.helpdesk.system.initSettings({}, params)).rejects.toMatchObject({
        code: 'NO_PERMISSION',
      })
    }
    expect(await guarded.storage.settings.all()).toEqual({})
    const params = { language: 'en', installToken: 'open sesame' } as const
    expect(await guarded.helpdesk.system.initSettings({}, params)).toBeNull()
  })

  test('INIT_SETTINGS_DONE the second time, without any change', async () => {
    await desk.helpdesk.system.initSettings({}, { language: 'en', title: 'First' })
    const before = await desk.storage.settings.all()
    const call = desk.helpdesk.system.initSettings({}, { language: 'de', title: 'Second' })
    await expect(call).rejects.toMatchObject({ code: 'INIT_SETTINGS_DONE' })
    expect(await desk.storage.settings.all()).toEqual(before)
    expect(await desk.storage.departments.all()).toHaveLength(1)
  })

  test('INIT_SETTINGS_DONE for one of two concurrent calls', async () => {
    const init = () => desk.helpdesk.system.initSettings({}, { language: 'en' })
    const outcomes = await Promise.allSettled([init(), init()])
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(await desk.storage.departments.all()).toHaveLength(1)
  })
})
