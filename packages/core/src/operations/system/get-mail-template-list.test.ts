import { expect, test } from 'vitest'
import { createTestHelpdesk } from '../../testing/index.js'

test('ten mails are listed, first those of the old list in its order', async () => {
  const { helpdesk, admin } = await createTestHelpdesk()
  expect(await helpdesk.system.getMailTemplateList(admin)).toEqual([
    'USER_SIGNUP',
    'USER_PASSWORD',
    'USER_EMAIL',
    'PASSWORD_FORGOT',
    'USER_INVITE',
    'TICKET_CREATED',
    'TICKET_RESPONDED',
    'TICKET_CLOSED',
    'TICKET_CREATED_STAFF',
    'WEBHOOK_DISABLED',
  ])
})

test('only staff of level 3 sees them', async () => {
  const { helpdesk, staff, user } = await createTestHelpdesk()
  for (const caller of [{}, await user(), await staff({ level: 2 })])
    await expect(helpdesk.system.getMailTemplateList(caller)).rejects.toMatchObject({ code: 'NO_PERMISSION' })
})
