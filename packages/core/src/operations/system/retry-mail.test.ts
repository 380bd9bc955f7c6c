import { expect, test } from 'vitest'
import { createTestHelpdesk } from '../../testing/index.js'

test('a mail that was given up is delivered after all', async () => {
  const desk = await createTestHelpdesk()
  await desk.failedMails([{ to: 'a@x.example', retry: false }])
  expect(await desk.mails()).toEqual([])
  expect(await desk.helpdesk.system.retryMail(desk.admin, { id: 1 })).toBeNull()
  expect(await desk.mails()).toMatchObject([{ to: 'a@x.example' }])
})

test.each([0, 99, 'x'])('id %j is INVALID_MAIL', async (id) => {
  const { helpdesk, admin } = await createTestHelpdesk()
  await expect(helpdesk.system.retryMail(admin, { id: id as number })).rejects.toMatchObject({
    code: 'INVALID_MAIL',
  })
})

test('only staff of level 3 may', async () => {
  const { helpdesk, staff, user } = await createTestHelpdesk()
  for (const caller of [{}, await user(), await staff({ level: 2 })])
    await expect(helpdesk.system.retryMail(caller, { id: 1 })).rejects.toMatchObject({
      code: 'NO_PERMISSION',
    })
})
