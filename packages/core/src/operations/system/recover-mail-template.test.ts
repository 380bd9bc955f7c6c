import { beforeEach, expect, test } from 'vitest'
import { createTestHelpdesk, type TestHelpdesk } from '../../testing/index.js'

let desk: TestHelpdesk
beforeEach(async () => {
  desk = await createTestHelpdesk()
})

const recover = (params: object) =>
  desk.helpdesk.system.recoverMailTemplate(desk.admin, params as { template: string })
const get = () => desk.helpdesk.system.getMailTemplate(desk.admin, { template: 'USER_EMAIL', language: 'en' })

test('the brought words are back', async () => {
  const brought = await get()
  const texts = { subject: 'Mine', text1: null, text2: '{{name}} {{newemail}}', text3: 'More' }
  await desk.storage.mailTemplates.set({ template: 'USER_EMAIL', language: 'en', ...texts })
  expect(await get()).toMatchObject(texts)
  expect(await recover({ template: 'USER_EMAIL', language: 'en' })).toBeNull()
  expect(await get()).toEqual(brought)
})

test.each([
  [{ template: 'x', language: 'en' }, 'INVALID_TEMPLATE'],
  [{ template: 'NO_SUCH', language: 'en' }, 'INVALID_TEMPLATE'],
  [{ template: 'USER_EMAIL' }, 'INVALID_TEMPLATE'],
  [{ template: 'USER_EMAIL', language: 'de' }, 'INVALID_LANGUAGE'],
])('%j is answered with %s', async (params, code) => {
  await expect(recover(params)).rejects.toMatchObject({ code })
})

test('only staff of level 3 may', async () => {
  for (const caller of [{}, await desk.user(), await desk.staff({ level: 2 })])
    await expect(
      desk.helpdesk.system.recoverMailTemplate(caller, { template: 'USER_EMAIL', language: 'en' }),
    ).rejects.toMatchObject({ code: 'NO_PERMISSION' })
})
