import { beforeEach, describe, expect, test } from 'vitest'
import type { Fields } from '../../params/index.js'
import { createTestHelpdesk, type TestHelpdesk } from '../../testing/index.js'

let desk: TestHelpdesk
beforeEach(async () => {
  desk = await createTestHelpdesk()
})

const settings = () => desk.storage.settings.all()
const logged = async () => (await desk.storage.logs.list({ offset: 0, limit: 10 })).map(({ type }) => type)

/** Sends fields as a form does. */
async function send(fields: Fields) {
  const operation = desk.helpdesk.operations.get('/system/edit-settings')
  if (!operation) throw new Error('there is no such operation')
  return (await desk.helpdesk.call(operation, desk.admin, fields)).data
}

describe('success', () => {
  test('changes only what is sent', async () => {
    const before = await settings()
    const sent = { title: 'R&D <Help>', layout: 'full-width', 'max-size': '2', 'smtp-pass': '' }
    expect(await send(sent)).toBeNull()
    expect(await settings()).toEqual({ ...before, ...sent })
  })

  test('writes one entry in the log, and no mail', async () => {
    await send({ title: 'Help' })
    expect(await desk.storage.logs.list({ offset: 0, limit: 10 })).toMatchObject([
      { type: 'EDIT_SETTINGS', to: null, authorName: 'Ada Admin' },
    ])
    expect(await desk.mails()).toEqual([])
  })

  test('takes every setting that can be edited', async () => {
    const sent = {
      language: 'de',
      'recaptcha-public': 'p',
      'recaptcha-private': 'q',
      'server-email': 'a@b.co',
      'imap-host': 'i',
      'imap-user': 'u',
      'imap-pass': 'w',
      'imap-token': 't',
      'smtp-host': 's',
      'smtp-user': 'v',
      'smtp-pass': 'x',
      'maintenance-mode': '1',
      layout: 'full-width',
      'allow-attachments': '0',
      'max-size': '3',
      title: 'T',
      url: 'http://u.example',
      'mail-template-header-image': 'http://h.example/i.png',
      'default-is-locked': '1',
      'attempt-limit': '5',
      'mail-authserv-id': 'mx.u.example',
      'reopen-on-reply': '0',
      'default-department-id': String(await desk.department()),
    }
    await send(sent)
    expect(await settings()).toMatchObject(sent)
  })

  test('ignores the names of others', async () => {
    const before = await settings()
    const others = [
      'registration',
      'mandatory-login',
      'session-prefix',
      'ticket-gap',
      'smtp-port',
      '__proto__',
    ]
    await send(Object.fromEntries(others.map((name) => [name, '0'])))
    expect(await settings()).toEqual(before)
  })

  test.each([
    [true, '1'],
    ['true', '1'],
    ['on', '1'],
    [1, '1'],
    [false, '0'],
    ['false', '0'],
    ['', '0'],
    ['0', '0'],
  ])('a switch that is sent as %j is stored as %j', async (value, stored) => {
    await send({ 'maintenance-mode': value, 'default-is-locked': value })
    expect(await settings()).toMatchObject({ 'maintenance-mode': stored, 'default-is-locked': stored })
  })

  test('sets the allowed and supported languages', async () => {
    await send({ allowedLanguages: '["en","de","zz"]', supportedLanguages: '["de"]' })
    const languages = await desk.storage.settings.languages()
    const codes = (which: 'allowed' | 'supported') =>
      languages.filter((each) => each[which]).map(({ code }) => code)
    expect(codes('allowed').sort()).toEqual(['de', 'en'])
    expect(codes('supported')).toEqual(['de'])
    expect(languages).toHaveLength(15)
  })

  test('empty texts for the two lists count as missing', async () => {
    const before = await desk.storage.settings.languages()
    await send({ allowedLanguages: '', supportedLanguages: '', title: 'Help' })
    expect(await desk.storage.settings.languages()).toEqual(before)
  })
})

describe('the password of a mail server', () => {
  const saved = { 'smtp-host': 'mail.example', 'smtp-user': 'help', 'smtp-pass': 'secret' }
  beforeEach(async () => {
    await desk.storage.settings.set({ ...saved, 'imap-host': 'box.example', 'imap-pass': 'other' })
  })

  test.each([{ 'smtp-host': 'evil.example' }, { 'smtp-user': 'somebody' }, { 'smtp-host': '' }])(
    'goes with %j, since it belongs to the old server',
    async (change) => {
      await send(change)
      expect(await settings()).toMatchObject({ ...saved, ...change, 'smtp-pass': null, 'imap-pass': 'other' })
    },
  )

  test.each([{ 'smtp-host': 'mail.example', 'smtp-user': 'help' }, { title: 'Help' }])(
    'stays with %j',
    async (change) => {
      await send(change)
      expect(await settings()).toMatchObject(saved)
    },
  )

  test('is the new one where one is sent', async () => {
    await send({ 'imap-host': 'new.example', 'imap-pass': 'new' })
    expect(await settings()).toMatchObject({ 'imap-host': 'new.example', 'imap-pass': 'new' })
  })
})

describe('refusals, before anything is saved', () => {
  test.each([
    [{ 'default-department-id': '99' }, 'INVALID_DEFAULT_DEPARTMENT'],
    [{ 'default-department-id': '' }, 'INVALID_DEFAULT_DEPARTMENT'],
    [{ 'default-department-id': '0' }, 'INVALID_DEFAULT_DEPARTMENT'],
    [{ 'default-department-id': '2' }, 'INVALID_DEFAULT_DEPARTMENT'],
    [{ 'default-department-id': '99', supportedLanguages: '["en"]' }, 'INVALID_DEFAULT_DEPARTMENT'],
    [{ allowedLanguages: '["en"]', supportedLanguages: '["en","de"]' }, 'INVALID_SUPPORTED_LANGUAGES'],
    [{ allowedLanguages: '["en"]' }, 'INVALID_SUPPORTED_LANGUAGES'],
    [{ supportedLanguages: '["en"]' }, 'INVALID_SUPPORTED_LANGUAGES'],
    [{ allowedLanguages: 'en', supportedLanguages: 'en' }, 'INVALID_SUPPORTED_LANGUAGES'],
    [{ language: 'zz' }, 'INVALID_LANGUAGE'],
    [{ language: '' }, 'INVALID_LANGUAGE'],
    [{ layout: 'round' }, 'INVALID_SETTING'],
    [{ 'max-size': 'abc' }, 'INVALID_SETTING'],
    [{ 'max-size': '0' }, 'INVALID_SETTING'],
    [{ 'maintenance-mode': 'perhaps' }, 'INVALID_SETTING'],
    [{ 'attempt-limit': '-1' }, 'INVALID_SETTING'],
    [{ title: 'x'.repeat(201) }, 'INVALID_SETTING'],
    [{ url: 'http://a.example\r\nX: y' }, 'INVALID_SETTING'],
    [{ url: 'javascript:alert(1)' }, 'INVALID_SETTING'],
    [{ url: 'help.example' }, 'INVALID_SETTING'],
    [{ url: 'http://a.example/"onload="x' }, 'INVALID_SETTING'],
    [{ url: "http://a.example/'x" }, 'INVALID_SETTING'],
    [{ url: 'http://ada:secret@a.example' }, 'INVALID_SETTING'],
    [{ url: 'http://a.example/?x#y' }, 'INVALID_SETTING'],
  ])('%j', async (fields, code) => {
    await desk.department({ private: true })
    const before = await settings()
    await expect(send({ 'server-email': 'new@example.com', ...fields })).rejects.toMatchObject({ code })
    expect(await settings()).toEqual(before)
    expect(await logged()).toEqual([])
  })

  test('NO_PERMISSION below level 3', async () => {
    const others = [{}, await desk.user(), await desk.ticketSession()]
    others.push(await desk.staff({ level: 1 }), await desk.staff({ level: 2 }))
    for (const session of others) {
      const call = desk.helpdesk.system.editSettings(session, { 'default-department-id': 99 })
      await expect(call).rejects.toMatchObject({ code: 'NO_PERMISSION' })
    }
  })
})

test('the endings of attachments are a list; an empty one means the built-in list', async () => {
  const { desk, read, edit } = await endingsOf()
  expect(await read()).toContain('docx')
  for (const sent of ['.PDF, txt;txt\n7z', ['.PDF', 'txt', '7z']]) {
    await edit(sent)
    expect(await read()).toEqual(['pdf', 'txt', '7z'])
  }
  for (const bad of ['p/df', 'a.b', 'ä', `${'x'.repeat(21)}`, ['p df', '..'], 'a '.repeat(101)])
    await expect(edit(bad)).rejects.toMatchObject({ code: 'INVALID_SETTING' })
  expect(await read()).toEqual(['pdf', 'txt', '7z'])
  await edit('')
  expect(await read()).toContain('docx')
  expect((await desk.helpdesk.system.getSettings({}))?.['attachment-types']).toBeUndefined()
})

async function endingsOf() {
  const desk = await createTestHelpdesk()
  const { getSettings, editSettings } = desk.helpdesk.system
  return {
    desk,
    read: async () => (await getSettings(desk.admin, { allSettings: true }))?.['attachment-types'],
    edit: (sent: string | string[]) => editSettings(desk.admin, { 'attachment-types': sent }),
  }
}
