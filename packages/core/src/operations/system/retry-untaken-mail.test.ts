import { expect, test } from 'vitest'
import { createTestHelpdesk } from '../../testing/index.js'

const log = { info: () => {}, warn: () => {}, error: () => {} }
const page = { page: 1 }

test('a mail that was refused for the mandatory login becomes a ticket once that is off', async () => {
  const { helpdesk, admin, inbox, storage } = await createTestHelpdesk({
    log,
    settings: { 'mandatory-login': '1' },
  })
  inbox.put({ from: 'gus@guest.example', subject: 'My\nlamp', text: 'It is dark.' })
  await helpdesk.pollMail()
  const [refused] = await helpdesk.system.getUntakenMails(admin, page)
  expect(refused).toMatchObject({
    sender: 'gus@guest.example',
    subject: 'My lamp',
    fate: 'refused',
    reason: 'no-account',
    cause: 'its sender has no account, and only people with an account may open tickets',
  })

  const { id = 0 } = refused ?? {}
  expect(await helpdesk.system.retryUntakenMail(admin, { id })).toBeNull()
  expect(await helpdesk.pollMail(), 'the reason still holds').toMatchObject({ taken: 0, refused: 1 })

  await storage.settings.set({ 'mandatory-login': '0' })
  expect(await helpdesk.pollMail(), 'nobody has asked for it').toMatchObject({ taken: 0, refused: 0 })
  await helpdesk.system.retryUntakenMail(admin, { id })
  expect(await helpdesk.system.getUntakenMails(admin, page)).toMatchObject([
    { id, fate: 'failed', attempts: 0 },
  ])
  expect(await helpdesk.pollMail()).toMatchObject({ taken: 1 })
  expect(await helpdesk.system.getUntakenMails(admin, page)).toEqual([])
  expect(inbox.uids()).toEqual([])
  const { tickets } = await helpdesk.staff.getAllTickets(admin, page)
  expect(tickets).toMatchObject([{ title: 'My lamp', author: { email: 'gus@guest.example' } }])
})

test('a mail that was given up gets its attempts again', async () => {
  const { helpdesk, admin, inbox } = await createTestHelpdesk({ log })
  inbox.put(new Error('not a mail'))
  for (let attempt = 1; attempt <= 5; attempt++) await helpdesk.pollMail()
  expect(await helpdesk.system.getUntakenMails(admin, page)).toMatchObject([
    { fate: 'given up', attempts: 5 },
  ])
  await helpdesk.system.retryUntakenMail(admin, { id: 1 })
  expect(await helpdesk.pollMail()).toMatchObject({ failed: [{ error: 'not a mail' }] })
  expect(await helpdesk.system.getUntakenMails(admin, page)).toMatchObject([{ fate: 'failed', attempts: 1 }])
})

test('a mail that is in a ticket, and a copy of it, are INVALID_MAIL', async () => {
  const { helpdesk, admin, inbox } = await createTestHelpdesk({
    log,
    settings: { 'mandatory-login': '0', 'allow-attachments': '0' },
  })
  const blob = new Blob(['x'])
  const file = { name: 'a.bin', size: 1, inline: false, stream: () => blob.stream() }
  for (let copy = 1; copy <= 2; copy++) inbox.put({ attachments: [file], source: 'one' })
  await helpdesk.pollMail()
  expect(await helpdesk.system.getUntakenMails(admin, page)).toHaveLength(2)
  for (const id of [1, 2])
    await expect(helpdesk.system.retryUntakenMail(admin, { id })).rejects.toMatchObject({
      code: 'INVALID_MAIL',
    })
})

test.each([0, 99, 'x'])('id %j is INVALID_MAIL', async (id) => {
  const { helpdesk, admin } = await createTestHelpdesk()
  await expect(helpdesk.system.retryUntakenMail(admin, { id: id as number })).rejects.toMatchObject({
    code: 'INVALID_MAIL',
  })
})

test('only staff of level 3 may', async () => {
  const { helpdesk, staff, user } = await createTestHelpdesk()
  for (const caller of [{}, await user(), await staff({ level: 2 })])
    await expect(helpdesk.system.retryUntakenMail(caller, { id: 1 })).rejects.toMatchObject({
      code: 'NO_PERMISSION',
    })
})
