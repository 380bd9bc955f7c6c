import { expect, test } from 'vitest'
import { createTestHelpdesk } from '../../testing/index.js'

test('each failed mail is listed with its cause, newest first, without its content', async () => {
  const desk = await createTestHelpdesk()
  await desk.failedMails([
    { to: 'a@x.example', retry: true },
    { to: 'b@x.example', retry: false },
  ])
  const mails = await desk.helpdesk.system.getUndeliveredMails(desk.admin, { page: 1 })
  expect(mails).toEqual([
    {
      id: 2,
      template: 'USER_INVITE',
      to: 'b@x.example',
      language: 'en',
      createdAt: desk.clock.now(),
      attempts: 1,
      nextAttempt: null,
      cause: 'mailbox full',
    },
    expect.objectContaining({ to: 'a@x.example', nextAttempt: expect.any(Date) }),
  ])
  expect(JSON.stringify(mails)).not.toContain('secret')
  expect(await desk.helpdesk.system.getUndeliveredMails(desk.admin, { page: 2 })).toEqual([])
})

test.each([0, -1, 1.5, '', 'x'])('page %j is INVALID_PAGE', async (page) => {
  const { helpdesk, admin } = await createTestHelpdesk()
  await expect(helpdesk.system.getUndeliveredMails(admin, { page: page as number })).rejects.toMatchObject({
    code: 'INVALID_PAGE',
  })
})

test('only staff of level 3 sees them', async () => {
  const { helpdesk, staff, user } = await createTestHelpdesk()
  for (const caller of [{}, await user(), await staff({ level: 2 })])
    await expect(helpdesk.system.getUndeliveredMails(caller, { page: 1 })).rejects.toMatchObject({
      code: 'NO_PERMISSION',
    })
})
