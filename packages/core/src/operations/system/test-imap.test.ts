import { beforeEach, describe, expect, test } from 'vitest'
import { OpenSupports } from '../../index.js'
import type { MailServer } from '../../platform/index.js'
import { createTestHelpdesk, type TestHelpdesk } from '../../testing/index.js'

let desk: TestHelpdesk
beforeEach(async () => {
  desk = await createTestHelpdesk()
})

const server = { 'imap-host': 'mail.example:2500', 'imap-user': 'help', 'imap-pass': 'secret' }

test('succeeds if the server answers', async () => {
  expect(await desk.helpdesk.system.testImap(desk.admin, server)).toBeNull()
})

test.each([
  { 'imap-host': 'down.example' },
  { 'imap-host': '' },
  { 'imap-host': undefined },
  { 'imap-host': ' ' },
])('%j is IMAP_CONNECTION', async (change) => {
  await expect(desk.helpdesk.system.testImap(desk.admin, { ...server, ...change })).rejects.toMatchObject({
    code: 'IMAP_CONNECTION',
  })
})

test('a helpdesk that has no way to try answers IMAP_CONNECTION', async () => {
  const deaf = await createTestHelpdesk({ mail: false })
  await expect(deaf.helpdesk.system.testImap(deaf.admin, server)).rejects.toMatchObject({
    code: 'IMAP_CONNECTION',
  })
})

test('is rate limited', async () => {
  for (let count = 0; count < 10; count++) await desk.helpdesk.system.testImap(desk.admin, server)
  await expect(desk.helpdesk.system.testImap(desk.admin, server)).rejects.toMatchObject({
    code: 'TOO_MANY_REQUESTS',
  })
})

test('requires level 3 after the installation', async () => {
  for (const caller of [{}, await desk.user(), await desk.ticketSession(), await desk.staff({ level: 2 })])
    await expect(desk.helpdesk.system.testImap(caller, server)).rejects.toMatchObject({
      code: 'NO_PERMISSION',
    })
})

describe('before the installation', () => {
  test('anyone may call it', async () => {
    const { helpdesk } = await createTestHelpdesk({ install: false })
    expect(await helpdesk.system.testImap({}, server)).toBeNull()
  })

  test('requires the install token, if one is configured', async () => {
    const { helpdesk } = await createTestHelpdesk({ install: false, installToken: 'let me in' })
    await expect(helpdesk.system.testImap({}, server)).rejects.toMatchObject({ code: 'NO_PERMISSION' })
    expect(await helpdesk.system.testImap({}, { ...server, installToken: 'let me in' })).toBeNull()
  })
})

test('uses the saved password if none is sent, for the saved server and user only', async () => {
  const tried: MailServer[] = []
  const check = async (given: MailServer) => void tried.push(given)
  const adapter = { check, send: async () => {}, open: async () => Promise.reject(new Error('unused')) }
  const { storage } = desk
  await storage.settings.set({ 'imap-host': 'mail.example', 'imap-user': 'help', 'imap-pass': 'saved' })
  const helpdesk = new OpenSupports({ storage, clock: desk.clock, mailer: adapter, mailbox: adapter })
  const call = (host: string, user: string, pass?: string) =>
    helpdesk.system.testImap(desk.admin, { 'imap-host': host, 'imap-user': user, 'imap-pass': pass })
  await call('mail.example', 'help')
  await call('mail.example', 'help', 'new')
  await call('evil.example', 'help')
  await call('mail.example', 'other')
  expect(tried.map(({ pass }) => pass)).toEqual(['saved', 'new', null, null])
})
