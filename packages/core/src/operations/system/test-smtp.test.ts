import { beforeEach, describe, expect, test } from 'vitest'
import { OpenSupports } from '../../index.js'
import { type MailServer, MailServerError } from '../../platform/index.js'
import { createTestHelpdesk, type TestHelpdesk } from '../../testing/index.js'

let desk: TestHelpdesk
beforeEach(async () => {
  desk = await createTestHelpdesk()
})

const server = { 'smtp-host': 'mail.example:2500', 'smtp-user': 'help', 'smtp-pass': 'secret' }

test('succeeds if the server answers', async () => {
  expect(await desk.helpdesk.system.testSmtp(desk.admin, server)).toBeNull()
})

test.each([
  { 'smtp-host': 'down.example' },
  { 'smtp-host': '' },
  { 'smtp-host': undefined },
  { 'smtp-host': ' ' },
])('%j is SMTP_CONNECTION', async (change) => {
  await expect(desk.helpdesk.system.testSmtp(desk.admin, { ...server, ...change })).rejects.toMatchObject({
    code: 'SMTP_CONNECTION',
  })
})

test('a helpdesk that has no way to try answers SMTP_CONNECTION', async () => {
  const deaf = await createTestHelpdesk({ mail: false })
  await expect(deaf.helpdesk.system.testSmtp(deaf.admin, server)).rejects.toMatchObject({
    code: 'SMTP_CONNECTION',
  })
})

test('is rate limited', async () => {
  for (let count = 0; count < 10; count++) await desk.helpdesk.system.testSmtp(desk.admin, server)
  await expect(desk.helpdesk.system.testSmtp(desk.admin, server)).rejects.toMatchObject({
    code: 'TOO_MANY_REQUESTS',
  })
})

test('requires level 3 after the installation', async () => {
  for (const caller of [{}, await desk.user(), await desk.ticketSession(), await desk.staff({ level: 2 })])
    await expect(desk.helpdesk.system.testSmtp(caller, server)).rejects.toMatchObject({
      code: 'NO_PERMISSION',
    })
})

describe('before the installation', () => {
  test('anyone may call it', async () => {
    const { helpdesk } = await createTestHelpdesk({ install: false })
    expect(await helpdesk.system.testSmtp({}, server)).toBeNull()
  })

  test('requires the install token, if one is configured', async () => {
    const { helpdesk } = await createTestHelpdesk({ install: false, installToken: 'let me in' })
    await expect(helpdesk.system.testSmtp({}, server)).rejects.toMatchObject({ code: 'NO_PERMISSION' })
    expect(await helpdesk.system.testSmtp({}, { ...server, installToken: 'let me in' })).toBeNull()
  })
})

test('uses the saved password if none is sent, for the saved server and user only', async () => {
  const tried: MailServer[] = []
  const check = async (given: MailServer) => void tried.push(given)
  const adapter = { check, send: async () => {}, open: async () => Promise.reject(new Error('unused')) }
  const { storage } = desk
  await storage.settings.set({ 'smtp-host': 'mail.example', 'smtp-user': 'help', 'smtp-pass': 'saved' })
  const helpdesk = new OpenSupports({ storage, clock: desk.clock, mailer: adapter, mailbox: adapter })
  const call = (host: string, user: string, pass?: string) =>
    helpdesk.system.testSmtp(desk.admin, { 'smtp-host': host, 'smtp-user': user, 'smtp-pass': pass })
  await call('mail.example', 'help')
  await call('mail.example', 'help', 'new')
  await call('evil.example', 'help')
  await call('mail.example', 'other')
  expect(tried.map(({ pass }) => pass)).toEqual(['saved', 'new', null, null])
})

describe('the reason of a failure', () => {
  const failing = {
    check: async () => {
      throw new MailServerError('private-network', 'mail.example is within a private network')
    },
    send: async () => {},
  }

  test('is returned to staff of level 3', async () => {
    const helpdesk = new OpenSupports({ storage: desk.storage, clock: desk.clock, mailer: failing })
    await expect(helpdesk.system.testSmtp(desk.admin, server)).rejects.toMatchObject({
      code: 'SMTP_CONNECTION',
      details: { fault: 'private-network', message: 'mail.example is within a private network' },
    })
    await expect(helpdesk.system.testSmtp(desk.admin, { 'smtp-host': '' })).rejects.toMatchObject({
      details: { fault: 'no-server' },
    })
  })

  test('is withheld before the installation', async () => {
    const { storage } = await createTestHelpdesk({ install: false })
    const helpdesk = new OpenSupports({ storage, mailer: failing })
    await expect(helpdesk.system.testSmtp({}, server)).rejects.toMatchObject({
      code: 'SMTP_CONNECTION',
      details: null,
    })
  })
})
