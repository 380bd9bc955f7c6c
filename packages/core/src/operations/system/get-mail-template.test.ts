import { beforeEach, expect, test } from 'vitest'
import { createTestHelpdesk, type TestHelpdesk } from '../../testing/index.js'

let desk: TestHelpdesk
beforeEach(async () => {
  desk = await createTestHelpdesk()
  await desk.helpdesk.system.editSettings(desk.admin, {
    allowedLanguages: ['en', 'de'],
    supportedLanguages: ['en', 'de'],
  })
})

const get = (params: { template: string; language?: string }) =>
  desk.helpdesk.system.getMailTemplate(desk.admin, params as { template: string })

test('the built-in texts are returned in each supported language', async () => {
  expect(await get({ template: 'TICKET_CLOSED', language: 'de' })).toMatchObject({
    template: 'TICKET_CLOSED',
    language: 'de',
    text3: '',
    subject: expect.stringContaining('#{{ticketNumber}}'),
    text2: expect.stringContaining('{{title}}'),
  })
})

test('the name may be in any letter case', async () => {
  expect(await get({ template: 'ticket_Closed', language: 'en' })).toMatchObject({
    template: 'TICKET_CLOSED',
  })
})

test('edited words win', async () => {
  const texts = { subject: 'Done', text1: 'Done', text2: '{{name}} {{title}}', text3: null }
  await desk.storage.mailTemplates.set({ template: 'TICKET_CLOSED', language: 'en', ...texts })
  expect(await get({ template: 'TICKET_CLOSED', language: 'en' })).toMatchObject(texts)
})

test.each([
  [{ template: '', language: 'en' }, 'INVALID_TEMPLATE'],
  [{ template: 'abc', language: 'xx' }, 'INVALID_TEMPLATE'],
  [{ template: 'TICKET_CLOSED', language: 'xx' }, 'INVALID_LANGUAGE'],
  [{ template: 'TICKET_CLOSED', language: 'fr' }, 'INVALID_LANGUAGE'],
  [{ template: 'NO_SUCH_MAIL', language: 'fr' }, 'INVALID_LANGUAGE'],
  [{ template: 'NO_SUCH_MAIL', language: 'en' }, 'INVALID_TEMPLATE'],
  [{ template: 'TICKET_CLOSED' }, 'INVALID_TEMPLATE'],
])('%j is answered with %s', async (params, code) => {
  await expect(get(params)).rejects.toMatchObject({ code })
})

test('only staff of level 3 reads them', async () => {
  for (const caller of [{}, await desk.user(), await desk.staff({ level: 2 })])
    await expect(
      desk.helpdesk.system.getMailTemplate(caller, { template: 'TICKET_CLOSED' }),
    ).rejects.toMatchObject({ code: 'NO_PERMISSION' })
})
