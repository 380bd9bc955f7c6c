import { beforeEach, expect, test } from 'vitest'
import { createTestHelpdesk, type TestHelpdesk } from '../../testing/index.js'

const log = { info: () => {}, warn: () => {}, error: () => {} }
let desk: TestHelpdesk
beforeEach(async () => {
  desk = await createTestHelpdesk({ log, settings: { 'imap-token': 'cron-token', 'mandatory-login': '0' } })
})
const poll = (token: string, ip?: string) => desk.helpdesk.system.emailPolling({ ip }, { token })

test('with the token, makes tickets of the mails', async () => {
  desk.inbox.put({})
  expect(await poll('cron-token')).toBeNull()
  expect(desk.inbox.uids()).toEqual([])
  expect((await desk.storage.users.byEmail('jane@customer.example'))?.tickets).toBe(1)
})

test.each(['', 'Cron-token', 'cron-token '])(
  'token %j is INVALID_TOKEN, and nothing is taken',
  async (token) => {
    desk.inbox.put({})
    await expect(poll(token)).rejects.toMatchObject({ code: 'INVALID_TOKEN' })
    expect(desk.inbox.uids()).toEqual([1])
  },
)

test.each(['', null])('while the setting is %j, no token is right', async (value) => {
  await desk.storage.settings.set({ 'imap-token': value })
  await expect(poll('')).rejects.toMatchObject({ code: 'INVALID_TOKEN' })
  await expect(poll('null')).rejects.toMatchObject({ code: 'INVALID_TOKEN' })
})

test('wrong tokens are rate limited; cron, from another network, is not', async () => {
  for (let guess = 0; guess < 10; guess++)
    await expect(poll(`guess ${guess}`, '198.51.100.1')).rejects.toMatchObject({ code: 'INVALID_TOKEN' })
  await expect(poll('cron-token', '198.51.100.1')).rejects.toMatchObject({ code: 'TOO_MANY_REQUESTS' })
  expect(await poll('cron-token', '198.51.100.2')).toBeNull()
})

test('mails that fail are reported; the others are taken', async () => {
  desk.inbox.put(new Error('not a mail'))
  desk.inbox.put({})
  await expect(poll('cron-token')).rejects.toMatchObject({
    code: 'EMAIL_POLLING',
    details: [{ author: null, ticketNumber: null, error: 'not a mail' }],
  })
  expect(desk.inbox.uids()).toEqual([1])
})

test('a mailbox that cannot be opened is EMAIL_POLLING, without the words of its server', async () => {
  desk.inbox.setOffline(true)
  await expect(poll('cron-token')).rejects.toMatchObject({
    code: 'EMAIL_POLLING',
    details: [{ author: null, ticketNumber: null, error: 'IMAP_CONNECTION' }],
  })
})
