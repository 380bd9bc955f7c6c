import { beforeEach, expect, test } from 'vitest'
import { createTestHelpdesk, type TestHelpdesk } from '../../testing/index.js'

let desk: TestHelpdesk
beforeEach(async () => {
  desk = await createTestHelpdesk()
})

const good = {
  template: 'USER_SIGNUP',
  language: 'en' as const,
  subject: 'Welcome to R&D',
  text1: 'Hi',
  text2: 'Hello {{name}}',
  text3: '<a href="{{url}}/verify-token/{{to}}/{{verificationToken}}">Here</a>',
}
const edit = (change: object = {}) =>
  desk.helpdesk.system.editMailTemplate(desk.admin, { ...good, ...change } as typeof good)
const stored = () => desk.storage.mailTemplates.get('USER_SIGNUP', 'en')

test('the words are stored as they were written, and mails are made of them', async () => {
  expect(await edit()).toBeNull()
  expect(await stored()).toEqual(good)
  await edit({ text1: undefined })
  expect(await stored()).toEqual({ ...good, text1: null })
  await desk.helpdesk.user.signup({}, { name: 'Jane', email: 'a+b@x.example', password: 'correct horse' })
  const [mail] = await desk.mails()
  expect(mail).toMatchObject({ subject: 'Welcome to R&D', html: expect.stringContaining('Hello Jane') })
  const token = mail?.variables.verificationToken
  expect(mail?.html).toContain(`href="http://helpdesk.example/verify-token/a%2Bb%40x.example/${token}"`)
})

test('a text without required variables may be left out', async () => {
  const texts = { template: 'TICKET_CLOSED', text2: '{{name}} {{title}}', text1: undefined, text3: undefined }
  expect(await edit(texts)).toBeNull()
})

test.each([
  [{ template: '' }, 'INVALID_TEMPLATE'],
  [{ template: 'user_signup' }, 'INVALID_TEMPLATE'],
  [{ template: 'USER_SYSTEM_DISABLED' }, 'INVALID_TEMPLATE'],
  [{ template: 'USER_SYSTEM_DISABLED', subject: '' }, 'INVALID_SUBJECT'],
  [{ language: undefined }, 'INVALID_TEMPLATE'],
  [{ language: 'de' }, 'INVALID_LANGUAGE'],
  [{ subject: 'abc' }, 'INVALID_SUBJECT'],
  [{ subject: '    ' }, 'INVALID_SUBJECT'],
  [{ subject: 'two\nlines' }, 'INVALID_SUBJECT'],
  [{ text1: 'a\0b' }, 'INVALID_TEXT_1'],
  [{ text1: 'x'.repeat(10_001) }, 'INVALID_TEXT_1'],
  [{ text2: 'Hello' }, 'INVALID_TEXT_2'],
  [{ text2: 'Hello {{ name }}' }, 'INVALID_TEXT_2'],
  [{ text2: undefined, text3: undefined }, 'INVALID_TEXT_2'],
  [{ text3: '{{url}} {{to}}' }, 'INVALID_TEXT_3'],
  [{ text3: undefined }, 'INVALID_TEXT_3'],
])('%j is answered with %s, and nothing is stored', async (change, code) => {
  await expect(edit(change)).rejects.toMatchObject({ code })
  expect(await stored()).toBeUndefined()
})

test('only staff of level 3 may', async () => {
  for (const caller of [{}, await desk.user(), await desk.staff({ level: 2 })])
    await expect(desk.helpdesk.system.editMailTemplate(caller, good)).rejects.toMatchObject({
      code: 'NO_PERMISSION',
    })
})
