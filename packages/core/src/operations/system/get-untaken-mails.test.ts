import { expect, test } from 'vitest'
import { createTestHelpdesk } from '../../testing/index.js'

const log = { info: () => {}, warn: () => {}, error: () => {} }

test('mails that were refused or could not be read are told with the cause, newest first', async () => {
  const desk = await createTestHelpdesk({ log })
  await desk.storage.bans.add('eve@evil.example')
  desk.inbox.put({ from: 'eve@evil.example' })
  desk.inbox.put(new Error('not a mail'))
  desk.inbox.put({ headers: { 'Auto-Submitted': 'auto-replied' } })
  await desk.helpdesk.pollMail()
  const at = desk.clock.now()
  const mailbox = 'help@mail.example/INBOX'
  expect(await desk.helpdesk.system.getUntakenMails(desk.admin, { page: 1 })).toEqual([
    { mailbox, uid: 2, sender: null, fate: 'failed', attempts: 1, at, cause: 'not a mail' },
    {
      mailbox,
      uid: 1,
      sender: 'eve@evil.example',
      fate: 'refused',
      attempts: 1,
      at,
      cause: 'ALREADY_BANNED',
    },
  ])
  expect(await desk.helpdesk.system.getUntakenMails(desk.admin, { page: 2 })).toEqual([])
})

test('page 0 is INVALID_PAGE', async () => {
  const { helpdesk, admin } = await createTestHelpdesk()
  await expect(helpdesk.system.getUntakenMails(admin, { page: 0 })).rejects.toMatchObject({
    code: 'INVALID_PAGE',
  })
})

test('only staff of level 3 sees them', async () => {
  const { helpdesk, staff, user } = await createTestHelpdesk()
  for (const caller of [{}, await user(), await staff({ level: 2 })])
    await expect(helpdesk.system.getUntakenMails(caller, { page: 1 })).rejects.toMatchObject({
      code: 'NO_PERMISSION',
    })
})
