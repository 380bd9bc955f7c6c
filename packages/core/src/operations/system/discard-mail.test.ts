import { expect, test } from 'vitest'
import { createTestHelpdesk } from '../../testing/index.js'

test('a failed mail is deleted permanently', async () => {
  const desk = await createTestHelpdesk()
  await desk.failedMails([{ to: 'a@x.example', retry: true }])
  expect(await desk.helpdesk.system.discardMail(desk.admin, { id: 1 })).toBeNull()
  desk.clock.advance({ days: 1 })
  expect(await desk.mails()).toEqual([])
  expect(await desk.helpdesk.system.getUndeliveredMails(desk.admin, { page: 1 })).toEqual([])
})

test('INVALID_MAIL for a mail that has not failed yet', async () => {
  const desk = await createTestHelpdesk()
  await desk.helpdesk.user.signup({}, { name: 'Jane', email: 'jane@x.example', password: 'correct horse' })
  await expect(desk.helpdesk.system.discardMail(desk.admin, { id: 1 })).rejects.toMatchObject({
    code: 'INVALID_MAIL',
  })
  expect(await desk.mails()).toHaveLength(1)
})

test('only staff of level 3 may', async () => {
  const { helpdesk, staff, user } = await createTestHelpdesk()
  for (const caller of [{}, await user(), await staff({ level: 2 })])
    await expect(helpdesk.system.discardMail(caller, { id: 1 })).rejects.toMatchObject({
      code: 'NO_PERMISSION',
    })
})
