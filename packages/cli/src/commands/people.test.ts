import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { guest, OpenSupports } from '@opensupports/core'
import { localFiles } from '@opensupports/files'
import { openStorage } from '@opensupports/kysely'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { call as callWith } from '../call.test-support.js'
import type { Terminal } from '../terminal.js'

let data: string
beforeEach(async () => {
  data = mkdtempSync(join(tmpdir(), 'opensupports-people-'))
  await call(['create-admin', '--name', 'Ada', '--email', 'ada@example.com', '--password-stdin'], {
    input: async () => 'correct horse\n',
  })
  await onHelpdesk(async (helpdesk) => {
    await helpdesk.storage.settings.set({ 'allow-attachments': '1' })
    const jane = helpdesk.actingAs({ user: { email: 'jane@example.com', name: 'Jane' } })
    const file = new File(['smoke'], 'printer.txt', { type: 'text/plain' })
    await helpdesk.ticket.create(jane, { title: 'Printer', content: 'It smokes.', file })
  })
})
afterEach(() => rmSync(data, { recursive: true }))

const call = (args: readonly string[], person: Partial<Terminal> = {}) =>
  callWith(args, { env: { DATA_DIR: data, ...person.env }, ...person })

/** Runs a function with the helpdesk of the commands. */
async function onHelpdesk<T>(work: (helpdesk: OpenSupports) => Promise<T>): Promise<T> {
  const storage = await openStorage(join(data, 'helpdesk.db'))
  try {
    return await work(
      new OpenSupports({ storage, files: localFiles(join(data, 'files')), mailer: 'queue-only' }),
    )
  } finally {
    await storage.close()
  }
}

const files = () => readdirSync(join(data, 'files'))
const jane = () => onHelpdesk(({ storage }) => storage.users.byEmail('jane@example.com'))

describe('export user', () => {
  test('writes a folder that only its owner can read', async () => {
    const folder = join(data, 'jane')
    const { code, out } = await call(['export', 'user', 'jane@example.com', folder, '--json'])
    expect(code).toBe(0)
    const { files } = JSON.parse(out)
    expect(files).toBeGreaterThan(3)
    expect(JSON.parse(readFileSync(join(folder, 'account.json'), 'utf8'))).toMatchObject({ name: 'Jane' })
    const [ticket = ''] = readdirSync(join(folder, 'tickets'))
    const [file = ''] = readdirSync(join(folder, 'tickets', ticket, 'files'))
    expect(readFileSync(join(folder, 'tickets', ticket, 'files', file), 'utf8')).toBe('smoke')
    expect(statSync(folder).mode & 0o777).toBe(0o700)
    expect(statSync(join(folder, 'account.json')).mode & 0o777).toBe(0o600)
    expect(await call(['export', 'user', 'jane@example.com', folder])).toMatchObject({ code: 1 })
  })

  test('takes the database from an option', async () => {
    const folder = join(data, 'jane')
    const database = join(data, 'helpdesk.db')
    const { code } = await call(['export', 'user', '1', folder, '-d', database], {
      env: { DATA_DIR: '/nowhere' },
    })
    expect(code).toBe(0)
    expect(existsSync(join(folder, 'account.json'))).toBe(true)
  })

  test.each(['7', 'Jane'])('refuses %s, and writes nothing', async (user) => {
    expect(await call(['export', 'user', user, join(data, 'nobody')])).toMatchObject({ code: 1 })
    expect(readdirSync(data).filter((name) => name.startsWith('nobody'))).toEqual([])
  })
})

describe('erase user', () => {
  test('asks first, and names whom', async () => {
    const asked: string[] = []
    const refusing = async (question: string) => {
      asked.push(question)
      return false
    }
    expect(await call(['erase', 'user', '1'], { isInteractive: true, confirm: refusing })).toMatchObject({
      code: 1,
      err: 'nothing was erased\n',
    })
    expect(asked).toEqual(['Erase Jane <jane@example.com> with 1 ticket? Nothing can bring it back.'])
    expect(await call(['erase', 'user', 'jane@example.com'])).toMatchObject({
      code: 1,
      err: 'add --yes to erase Jane <jane@example.com> with 1 ticket\n',
    })
    expect(await call(['erase', 'user', 'nobody@example.com'])).toMatchObject({
      code: 1,
      err: 'add --yes to erase nobody@example.com (no account)\n',
    })
    expect(await jane()).toBeDefined()
  })

  test('removes the account with its files, and says what it has removed', async () => {
    expect(files()).toHaveLength(1)
    const { code, out } = await call(['erase', 'user', 'Jane@example.com', '--yes'])
    expect(code).toBe(0)
    expect(out).toMatch(
      /^The account is erased\.\nTickets: 1\. Comments in other tickets: 0\. Other rows: .*log 1/,
    )
    expect(await jane()).toBeUndefined()
    expect(files()).toEqual([])
    const again = await call(['erase', 'user', 'jane@example.com', '--yes'])
    expect(again.out).toContain('No account was found for jane@example.com.')
    expect(await call(['erase', 'user', '1', '--yes'])).toMatchObject({
      code: 1,
      err: 'there is no user 1\n',
    })
  })
})

describe('token create', () => {
  test('prints the token, which works within its scope', async () => {
    const { code, out, err } = await call(['token', 'create', 'Shop', '--scope', 'ticket.create', 'user.*'])
    expect(code).toBe(0)
    expect(err).toContain('it is not shown again')
    const session = { token: out.trim() }
    await onHelpdesk(async (helpdesk) => {
      await helpdesk.ticket.create(session, { title: 'By the shop', content: 'Please help.' })
      await expect(helpdesk.system.getStats(session)).rejects.toMatchObject({ code: 'TOKEN_SCOPE' })
      expect(await helpdesk.system.installationDone(guest)).toBe(true)
    })
  })

  test('takes departments, a level, days and a maker', async () => {
    const more = ['--department', '1', '--level', '2', '--days', '3', '--staff', 'ada@example.com', '--json']
    const { out } = await call(['token', 'create', 'Robot', '--scope', 'ticket.get', ...more])
    const { id } = JSON.parse(out)
    const tokens = await onHelpdesk((helpdesk) => helpdesk.system.getTokens(helpdesk.actingAs({ staff: 1 })))
    expect(tokens).toMatchObject([{ id, name: 'Robot', level: 2, departments: [1] }])
  })

  test.each([
    [['--scope', 'ticket.fly'], 'INVALID_SCOPE'],
    [['--scope', 'ticket.get', '--level', 'high'], '--level must be a number'],
    [['--scope', 'ticket.get', '--staff', 'bob@example.com'], 'no staff member has the address'],
    [[], '--scope'],
  ])('%j is refused', async (args, message) => {
    const { code, err } = await call(['token', 'create', 'Robot', ...args])
    expect(code).not.toBe(0)
    expect(err).toContain(message)
  })
})
