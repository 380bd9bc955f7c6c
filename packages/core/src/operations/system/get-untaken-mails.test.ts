import { expect, test } from 'vitest'
import { createTestHelpdesk } from '../../testing/index.js'

const log = { info: () => {}, warn: () => {}, error: () => {} }

test('each mail that is not taken, or only in part, is listed with its cause, newest first', async () => {
  const desk = await createTestHelpdesk({
    log,
    settings: { 'mandatory-login': '0', 'allow-attachments': '0' },
  })
  await desk.storage.bans.add('eve@evil.example')
  const blob = new Blob(['x'])
  const file = { name: 'a.bin', size: 1, inline: false, stream: () => blob.stream() }
  desk.inbox.put({ from: 'eve@evil.example' })
  desk.inbox.put(new Error('not a mail'))
  desk.inbox.put({ headers: { Precedence: 'bulk' } })
  desk.inbox.put({ attachments: [file], source: 'one' })
  desk.inbox.put({ text: 'All of it.' })
  desk.inbox.put({ attachments: [file], source: 'one' })
  await desk.helpdesk.pollMail()
  const common = { mailbox: 'help@mail.example/INBOX', attempts: 1, at: desk.clock.now() }
  const jane = { ...common, sender: 'jane@customer.example', ticketNumber: expect.any(Number) }
  expect(await desk.helpdesk.system.getUntakenMails(desk.admin, { page: 1 })).toEqual([
    { ...jane, uid: 6, fate: 'ignored', cause: 'it is a copy of a mail that was taken before' },
    { ...jane, uid: 4, fate: 'taken', cause: 'attachments were left out: a.bin' },
    { ...jane, uid: 3, fate: 'ignored', ticketNumber: null, cause: 'a bulk mail (Precedence: bulk)' },
    { ...common, uid: 2, sender: null, fate: 'failed', ticketNumber: null, cause: 'not a mail' },
    {
      ...common,
      uid: 1,
      sender: 'eve@evil.example',
      fate: 'refused',
      ticketNumber: null,
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
