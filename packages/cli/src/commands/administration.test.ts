import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { OpenSupports } from '@opensupports/core'
import { openStorage } from '@opensupports/kysely'
import { SMTPServer } from 'smtp-server'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { call as callWith } from '../call.test-support.js'
import type { Terminal } from '../terminal.js'

let data: string
beforeEach(async () => {
  data = mkdtempSync(join(tmpdir(), 'opensupports-administration-'))
  await call(['create-admin', '--name', 'Ada', '--email', 'ada@example.com', '--password-stdin'], {
    input: async () => 'correct horse\n',
  })
})
afterEach(() => rmSync(data, { recursive: true }))

const call = (args: readonly string[], person: Partial<Terminal> = {}) =>
  callWith(args, { env: { DATA_DIR: data, ...person.env }, ...person })

/** Runs a function with the helpdesk of the commands. */
async function onHelpdesk<T>(work: (helpdesk: OpenSupports) => Promise<T>): Promise<T> {
  const storage = await openStorage(join(data, 'helpdesk.db'))
  try {
    return await work(new OpenSupports({ storage, passwordCost: 4 }))
  } finally {
    await storage.close()
  }
}

const login = (email: string, password: string) =>
  onHelpdesk((helpdesk) => helpdesk.user.login({}, { email, password, staff: true }))

describe('settings', () => {
  test('are set and read', async () => {
    expect(await call(['settings', 'set', 'title', 'Our help'])).toMatchObject({
      code: 0,
      out: 'title is set.\n',
    })
    expect(await call(['settings', 'get', 'title'])).toMatchObject({ code: 0, out: 'Our help\n' })
    await call(['settings', 'set', 'maintenance-mode', '1'])
    expect(JSON.parse((await call(['settings', 'get', '--json'])).out)).toMatchObject({
      title: 'Our help',
      'maintenance-mode': true,
    })
  })

  test('take secrets from standard input, and never print them', async () => {
    await call(['settings', 'set', 'smtp-host', 'mail.example.com'])
    const set = await call(['settings', 'set', 'smtp-pass', '-'], { input: async () => 'hunter2\n' })
    expect(set).toMatchObject({ code: 0, out: 'smtp-pass is set.\n' })
    expect((await call(['settings', 'get'])).out).not.toContain('hunter2')
    const values = await onHelpdesk(({ storage }) => storage.settings.all())
    expect(values['smtp-pass']).toBe('hunter2')
  })

  test.each([
    [['get', 'nonsense'], 'there is no setting nonsense'],
    [['set', 'nonsense', '1'], 'there is no setting nonsense'],
    [['set', 'max-size', 'many'], 'INVALID_SETTING'],
  ])('%j is refused', async (args, message) => {
    const { code, err } = await call(['settings', ...args])
    expect(code).toBe(1)
    expect(err).toContain(message)
  })
})

describe('staff', () => {
  test('are listed', async () => {
    const { out } = await call(['staff', 'list'])
    expect(out).toBe('1. Ada <ada@example.com>, level 3: Help and Support\n')
  })

  test('reset-password sets a given password, or prints a generated one', async () => {
    const file = await call(['staff', 'reset-password', 'ada@example.com', '--password-stdin'], {
      input: async () => 'battery staple\n',
    })
    expect(file.out).toBe('The password of ada@example.com is set.\n')
    expect(await login('ada@example.com', 'battery staple')).toMatchObject({ userId: 1 })
    const { out } = await call(['staff', 'reset-password', 'ada@example.com', '--json'])
    const { password } = JSON.parse(out)
    expect(await login('ada@example.com', password)).toMatchObject({ userId: 1 })
  })

  test('disable and enable shut out and let in, but never the last admin', async () => {
    await onHelpdesk((helpdesk) =>
      helpdesk.addAdmin({ name: 'Bob', email: 'bob@example.com', password: 'battery staple' }),
    )
    expect((await call(['staff', 'disable', 'bob@example.com'])).out).toBe('bob@example.com is disabled.\n')
    expect((await call(['staff', 'list'])).out).toContain('Bob <bob@example.com>, level 3, disabled')
    await expect(login('bob@example.com', 'battery staple')).rejects.toMatchObject({ code: 'USER_DISABLED' })
    expect(await call(['staff', 'disable', 'ada@example.com'])).toMatchObject({ code: 1 })
    expect((await call(['staff', 'enable', 'bob@example.com'])).out).toBe('bob@example.com is enabled.\n')
    expect((await call(['staff', 'enable', 'bob@example.com'])).out).toBe(
      'bob@example.com is already enabled.\n',
    )
  })
})

describe('mail', () => {
  test('retry delivers what had failed, by the server in SMTP_URL', async () => {
    const receivers: string[] = []
    const server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS'],
      onRcptTo: ({ address }, _session, done) => {
        receivers.push(address)
        done()
      },
      onData: (stream, _session, done) => void stream.on('end', done).resume(),
    })
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
    try {
      const { port } = server.server.address() as { port: number }
      const env = { DATA_DIR: data, SMTP_URL: `smtp://127.0.0.1:${port}` }
      await call(['settings', 'set', 'server-email', 'help@example.com'])
      await onHelpdesk(async ({ storage }) => {
        const createdAt = new Date()
        for (const to of ['jane@customer.example', 'john@customer.example'])
          await storage.outbox.add([
            { template: 'PASSWORD_FORGOT', to, language: 'en', variables: { name: 'J' }, createdAt },
          ])
        for (const id of [1, 2]) await storage.outbox.failed(id, null, 'the server was away')
      })
      expect((await call(['mail', 'retry'], { env })).out).toContain(
        '2. PASSWORD_FORGOT to john@customer.example, 0 attempts: the server was away\n',
      )
      expect(await call(['mail', 'retry', '2'], { env })).toMatchObject({
        code: 0,
        out: '1 mails were sent, 0 failed again.\n',
      })
      expect(receivers).toEqual(['john@customer.example'])
      expect((await call(['mail', 'retry', 'all'], { env })).out).toBe('1 mails were sent, 0 failed again.\n')
      expect((await call(['mail', 'retry'], { env })).out).toBe('No mail has failed.\n')
      expect((await call(['mail', 'test'], { env })).out).toContain('accepts the connection')
    } finally {
      await new Promise<void>((closed) => server.close(closed))
    }
  })

  test('retry refuses an unknown id', async () => {
    expect(await call(['mail', 'retry', '7'])).toMatchObject({ code: 1 })
    expect(await call(['mail', 'retry', 'seven'])).toMatchObject({ code: 1 })
  })

  test('poll does nothing without a mailbox', async () => {
    expect(await call(['mail', 'poll'])).toMatchObject({
      code: 0,
      out: '0 mails are in tickets, 0 were ignored, 0 refused, 0 failed.\n',
    })
  })

  test('test creates no database', async () => {
    const database = join(data, 'other.db')
    expect(await call(['mail', 'test', '--database', database])).toMatchObject({
      code: 1,
      err: expect.stringContaining('does not exist'),
    })
    expect(existsSync(database)).toBe(false)
  })

  test('test reports a server that cannot be reached', async () => {
    const env = { DATA_DIR: data, SMTP_URL: 'smtp://127.0.0.1:1' }
    expect(await call(['mail', 'test'], { env })).toMatchObject({
      code: 3,
      out: expect.stringContaining('smtp: FAILED'),
    })
  })
})

test('a helpdesk that is not installed is refused', async () => {
  const database = join(data, 'other.db')
  await (await openStorage(database)).close()
  expect(await call(['staff', 'list', '-d', database])).toMatchObject({
    code: 1,
    err: 'the helpdesk is not installed: run `opensupports create-admin`\n',
  })
})
