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
  const common = { mailbox: 'help@mail.example/INBOX', attempts: 1, at: desk.clock.now(), ticketNumber: null }
  const jane = { ...common, sender: 'jane@customer.example', subject: 'My printer' }
  const inTicket = { ...jane, ticketNumber: expect.any(Number) }
  expect(await desk.helpdesk.system.getUntakenMails(desk.admin, { page: 1 })).toEqual([
    {
      ...inTicket,
      id: 6,
      uid: 6,
      fate: 'ignored',
      reason: 'copy',
      cause: 'it is a copy of a mail that was taken before',
    },
    {
      ...inTicket,
      id: 4,
      uid: 4,
      fate: 'taken',
      reason: 'incomplete',
      cause: 'attachments were left out: a.bin',
    },
    {
      ...jane,
      id: 3,
      uid: 3,
      fate: 'ignored',
      reason: 'automatic',
      cause: 'a bulk mail (Precedence: bulk)',
    },
    {
      ...common,
      id: 2,
      uid: 2,
      sender: null,
      subject: null,
      fate: 'failed',
      reason: 'unreadable',
      cause: 'not a mail',
    },
    {
      ...jane,
      id: 1,
      uid: 1,
      sender: 'eve@evil.example',
      fate: 'refused',
      reason: 'banned',
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
