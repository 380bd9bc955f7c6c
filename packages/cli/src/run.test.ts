import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { OpenSupports } from '@opensupports/core'
import { localFiles } from '@opensupports/files'
import { openStorage } from '@opensupports/kysely'
import { oldDatabaseFacts as facts, makeOldDatabase } from '@opensupports/kysely/testing'
import Database from 'better-sqlite3'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { mysqlServer } from '../../kysely/src/servers.test-support.js'
import { call as callWith } from './call.test-support.js'
import { commands } from './commands/index.js'
import { exitCode } from './outcome.js'
import type { Terminal } from './terminal.js'

const home = mkdtempSync(join(tmpdir(), 'opensupports-cli-'))
const mysql = await mysqlServer()
afterAll(async () => {
  await mysql?.stop()
  rmSync(home, { recursive: true })
})

let places = 0
let data: string
beforeEach(() => {
  data = join(home, `data${places++}`)
})

const call = (args: readonly string[], person: Partial<Terminal> = {}) =>
  callWith(args, { env: { DATA_DIR: data }, ...person })
const ada = ['create-admin', '--name', 'Ada', '--email', 'ada@example.com']
const fromStdin = { input: async () => 'correct horse\n' }

describe('files in the current folder', () => {
  test('set variables of each command', async () => {
    const folder = mkdtempSync(join(home, 'folder-'))
    writeFileSync(join(folder, '.env'), `DATA_DIR=${data}\n`)
    expect(await call(ada, { ...fromStdin, env: {}, folder })).toMatchObject({ code: exitCode.done })
    expect(existsSync(join(data, 'helpdesk.db'))).toBe(true)
  })

  test('are named with the invalid variable that they set', async () => {
    const folder = mkdtempSync(join(home, 'folder-'))
    writeFileSync(join(folder, 'opensupports.config.mjs'), 'export default { port: "eighty" }')
    const { code, err } = await call(['serve'], { folder })
    expect(code).toBe(exitCode.failed)
    expect(err).toBe('PORT must be a number from 0 to 65535, not "eighty" (set in opensupports.config.mjs)\n')
  })

  test('are not read for the help', async () => {
    const folder = mkdtempSync(join(home, 'folder-'))
    writeFileSync(join(folder, 'opensupports.config.mjs'), 'export default 1')
    expect(await call(['serve', '--help'], { folder })).toMatchObject({ code: exitCode.done })
  })
})

describe('the help', () => {
  test('is printed without a command, as wrong usage', async () => {
    const { code, err } = await call([])
    expect(code).toBe(exitCode.usage)
    for (const name of [
      'serve',
      'migrate',
      'adopt',
      'create-admin',
      'export',
      'restore',
      'check',
      'clean-files',
    ])
      expect(err).toMatch(new RegExp(`^ {2}${name} `, 'm'))
    expect(err).toContain('DATABASE_URL')
    expect(err).toContain('Exit codes: 0 done')
  })

  test('of each command has examples', async () => {
    const namesIn = (help: string) => {
      const [, list = ''] = /^Commands:\n((?: .*\n)+)/m.exec(help) ?? []
      const names = [...list.matchAll(/^ {2}([a-z-]+)/gm)].map(([, name]) => name ?? '')
      return names.filter((name) => name !== 'help')
    }
    const expectExamples = async (words: readonly string[]): Promise<void> => {
      const { code, out } = await call([...words, '--help'])
      expect(code).toBe(exitCode.done)
      if (!out.includes('Commands:'))
        return expect(out).toMatch(new RegExp(`Examples:\n {2}opensupports ${words.join(' ')}`))
      const names = namesIn(out)
      expect(names.length).toBeGreaterThan(0)
      for (const name of names) await expectExamples([...words, name])
    }
    const names = namesIn((await call(['--help'])).out)
    expect(names).toHaveLength(commands.length)
    for (const name of names) await expectExamples([name])
  })

  test.each([['nonsense'], ['migrate', '--nonsense'], ['create-admin'], ['restore']])(
    'is mentioned for %s %s',
    async (...args) => {
      const { code, err } = await call(args)
      expect(code).toBe(exitCode.usage)
      expect(err).toContain('see opensupports --help')
    },
  )
})

describe('the version', () => {
  test('is the one of the package', async () => {
    const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'))
    expect(await call(['--version'])).toEqual({ code: 0, out: `${version}\n`, err: '' })
  })
})

describe('a place', () => {
  test.skipIf(process.platform !== 'linux')('that cannot be created is an error', async () => {
    const env = { DATA_DIR: '/proc/opensupports/data' }
    for (const args of [['migrate'], ['serve'], ada]) {
      const { code, err } = await call(args, { env })
      expect([code, err]).toEqual([
        exitCode.failed,
        expect.stringMatching(/^cannot use the folder \/proc\/opensupports/),
      ])
    }
  })

  test('is read from a file or standard input, to keep the password off the command line', async () => {
    const file = join(home, `address${places}`)
    writeFileSync(file, `${join(data, 'helpdesk.db')}\n`)
    expect((await call(['migrate', '-d', `@${file}`])).code).toBe(0)
    expect(
      (await call(['check', '-d', '@-'], { input: async () => `${join(data, 'helpdesk.db')}\n` })).out,
    ).toContain('ok   database')
    const missing = await call(['migrate', '-d', '@none'])
    expect([missing.code, missing.err]).toEqual([1, expect.stringContaining('cannot read --database @none')])
    const seen = await call(['check', '-d', 'postgres://help:s3cret@127.0.0.1:9/help'])
    expect(seen.err).toContain('Others on this machine can see the password in --database')
    expect(seen.err).not.toContain('s3cret')
  })
})

describe('migrate', () => {
  test('--check fails if something is pending, and changes nothing', async () => {
    mkdirSync(data)
    writeFileSync(join(data, 'helpdesk.db'), '')
    const pending = await call(['migrate', '--check'])
    expect([pending.code, pending.out]).toEqual([exitCode.failed, expect.stringContaining('Pending: ')])
    expect((await call(['migrate', '--dry-run'])).code).toBe(exitCode.done)
    await call(['migrate'])
    expect(await call(['migrate', '--check'])).toMatchObject({
      code: 0,
      out: 'No migrations are pending.\n',
    })
  })

  test('creates the tables once, and lists the migrations', async () => {
    const first = await call(['migrate'])
    expect(first).toMatchObject({ code: 0, out: expect.stringContaining('schema-') })
    expect(await call(['migrate'])).toMatchObject({ code: 0, out: 'No migrations are pending.\n' })
    const json = await call(['migrate', '--dry-run', '--json'])
    expect(JSON.parse(json.out)).toEqual({ applied: [], pending: [] })
  })

  test('--check fails if the tables lack something, and says what', async () => {
    await call(['migrate'])
    expect(await call(['migrate', '--check'])).toMatchObject({ code: 0 })
    const database = new Database(join(data, 'helpdesk.db'))
    database.exec('alter table ticket drop column last_closed_at')
    database.close()
    expect(await call(['migrate', '--check'])).toMatchObject({
      code: exitCode.failed,
      out: 'No migrations are pending.\nthe column ticket.last_closed_at is missing\n',
    })
    const { out } = await call(['migrate', '--check', '--json'])
    expect(JSON.parse(out).drift).toEqual(['the column ticket.last_closed_at is missing'])
  })

  test('--sql prints what is pending, and changes nothing', async () => {
    mkdirSync(data)
    const file = join(data, 'helpdesk.db')
    writeFileSync(file, '')
    const pending = await call(['migrate', '--sql'])
    expect(pending.code).toBe(exitCode.done)
    expect((await call(['migrate', '--check'])).code).toBe(exitCode.failed)
    const database = new Database(file)
    database.exec(pending.out)
    database.close()
    expect((await call(['migrate', '--check'])).code).toBe(exitCode.done)
    expect((await call(['migrate', '--sql'])).out).toBe('')
  })

  test.each(['sqlite', 'postgres', 'mysql', 'mariadb'])('--sql %s needs no database', async (engine) => {
    const { code, out } = await call(['migrate', '--sql', engine])
    expect([code, out]).toEqual([exitCode.done, expect.stringMatching(/create table .os_identity/)])
    expect(existsSync(data)).toBe(false)
  })

  test('--sql postgres takes a schema', async () => {
    const { out } = await call(['migrate', '--sql', 'postgres', '--schema', 'helpdesk'])
    expect(out).toContain('set local search_path to "helpdesk", public;')
    expect((await call(['migrate', '--sql', 'oracle'])).code).toBe(exitCode.usage)
  })

  test('creates no database in a dry run', async () => {
    const { code, err } = await call(['migrate', '--dry-run'])
    expect(code).toBe(exitCode.failed)
    expect(err).toBe(`the database file ${join(data, 'helpdesk.db')} does not exist\n`)
    expect(existsSync(data)).toBe(false)
  })
})

describe('create-admin', () => {
  const signsIn = async (email: string, password: string) => {
    const storage = await openStorage(join(data, 'helpdesk.db'))
    const session = await new OpenSupports({ storage }).user.login({}, { email, password, staff: true })
    await storage.close()
    return session.userId
  }

  test('installs the helpdesk, and later adds others', async () => {
    const first = await call([...ada, '--password-stdin'], fromStdin)
    expect(first).toMatchObject({ code: 0, out: expect.stringContaining('The helpdesk is installed.') })
    const other = [
      'create-admin',
      '--name',
      'Eve',
      '--email',
      'eve@example.com',
      '--password-stdin',
      '--json',
    ]
    const second = await call(other, fromStdin)
    expect(JSON.parse(second.out)).toEqual({ email: 'eve@example.com', installed: false })
    expect(await signsIn('ada@example.com', 'correct horse')).toBe(1)
    expect(await signsIn('eve@example.com', 'correct horse')).toBe(2)
  })

  test('prompts for the password', async () => {
    const asked: string[] = []
    const ask = async (question: string) => {
      asked.push(question)
      return 'battery staple'
    }
    const { out } = await call(ada, { isInteractive: true, ask })
    expect(asked).toEqual(['Password: '])
    expect(out).not.toContain('battery staple')
    expect(await signsIn('ada@example.com', 'battery staple')).toBe(1)
  })

  test('saves PUBLIC_URL in the settings', async () => {
    const urlOf = async (env: NodeJS.ProcessEnv) => {
      await call([...ada, '--password-stdin'], { ...fromStdin, env })
      const storage = await openStorage(join(env.DATA_DIR ?? '', 'helpdesk.db'))
      const { url } = await storage.settings.all()
      await storage.close()
      return url
    }
    const PUBLIC_URL = 'https://help.example.com/support'
    expect(await urlOf({ DATA_DIR: join(data, 'a'), PUBLIC_URL })).toBe(PUBLIC_URL)
    const wrong = await call([...ada, '--password-stdin'], {
      ...fromStdin,
      env: { DATA_DIR: data, PUBLIC_URL: 'x' },
    })
    expect([wrong.code, wrong.err]).toEqual([1, expect.stringContaining('PUBLIC_URL must be')])
  })

  test('reads the password from a file', async () => {
    const file = join(home, `password${places}`)
    writeFileSync(file, 'battery staple\n')
    const { code } = await call([...ada, '--password-file', file])
    expect(code).toBe(0)
    expect(await signsIn('ada@example.com', 'battery staple')).toBe(1)
  })

  test('creates a database that only its owner can read', async () => {
    await call([...ada, '--password-stdin'], fromStdin)
    expect(statSync(join(data, 'helpdesk.db')).mode & 0o777).toBe(0o600)
    expect((await call(['check'])).out).toContain('ok   permissions')
    chmodSync(join(data, 'helpdesk.db'), 0o644)
    const { code, out } = await call(['check'])
    expect([code, out]).toEqual([exitCode.found, expect.stringContaining('BAD  permissions')])
  })

  test('generates a password without a terminal', async () => {
    const { out } = await call(ada)
    const [, password = ''] = /^The password is (\S{16})$/m.exec(out) ?? []
    expect(await signsIn('ada@example.com', password)).toBe(1)
  })

  test.each([
    ['INVALID_PASSWORD', ada, 'short'],
    ['INVALID_EMAIL', ['create-admin', '--name', 'Ada', '--email', 'ada'], 'correct horse'],
  ])('fails with %s in one line', async (code, args, password) => {
    const failed = await call([...args, '--password-stdin'], { input: async () => password })
    expect(failed.code).toBe(exitCode.failed)
    expect(failed.err).toMatch(new RegExp(`^${code}: .*\n$`))
  })
})

describe('export and restore', () => {
  test('copy everything to another database, or nothing', async () => {
    await call([...ada, '--password-stdin'], fromStdin)
    const file = join(home, `backup${places}.jsonl`)
    const exported = await call(['export', file, '--json'])
    expect(JSON.parse(exported.out)).toEqual({ file, bytes: readFileSync(file).length })
    const other = join(home, `restored${places}.db`)
    const restored = await call(['restore', file, '-d', other])
    expect(restored).toMatchObject({ code: 0, out: expect.stringMatching(/^\d+ rows were restored\.\n$/) })
    expect((await call(['check', '-d', other])).code).toBe(exitCode.done)

    const again = await call(['restore', file, '-d', other])
    expect(again).toMatchObject({ code: exitCode.failed, err: expect.stringContaining('INIT_SETTINGS_DONE') })
    const cut = join(home, `cut${places}.jsonl`)
    writeFileSync(cut, readFileSync(file).subarray(0, 2000))
    const refused = await call(['restore', cut, '-d', join(home, `cut${places}.db`)])
    expect(refused).toMatchObject({ code: exitCode.failed, err: expect.stringContaining('INVALID_BACKUP') })
  })

  test('secrets are left out, or encrypted with a passphrase from a prompt, a file or standard input', async () => {
    await call([...ada, '--password-stdin'], fromStdin)
    const database = join(data, 'helpdesk.db')
    const storage = await openStorage(database)
    await storage.settings.set({ 'smtp-pass': 'battery staple' })
    await storage.close()
    const passphrase = join(home, `passphrase${places}.txt`)
    writeFileSync(passphrase, 'open sesame\n')
    const ways: [string[], Partial<Terminal>][] = [
      [['--passphrase'], { ask: async () => 'open sesame' }],
      [['--passphrase-stdin'], { input: async () => 'open sesame\r\n' }],
      [['--passphrase-file', passphrase], {}],
    ]
    for (const [index, [options, person]] of ways.entries()) {
      const file = join(home, `sealed${places}-${index}.jsonl`)
      expect((await call(['export', file, ...options], person)).code).toBe(0)
      expect(readFileSync(file, 'utf8')).not.toContain('battery staple')
      const other = join(home, `opened${places}-${index}.db`)
      const refused = await call(['restore', file, '-d', other])
      expect([refused.code, refused.err]).toEqual([1, expect.stringContaining('INVALID_PASSPHRASE')])
      expect((await call(['restore', file, '-d', other, ...options], person)).code).toBe(0)
      const opened = await openStorage(other)
      expect((await opened.settings.all())['smtp-pass']).toBe('battery staple')
      await opened.close()
    }
    const plain = join(home, `plain${places}.jsonl`)
    await call(['export', plain])
    expect(readFileSync(plain, 'utf8')).not.toContain('battery staple')
    const empty = await call(['export', `${plain}.2`, '--passphrase-stdin'])
    expect([empty.code, empty.err]).toEqual([1, 'the passphrase is empty\n'])
    const both = await call(['restore', '-', '--passphrase-stdin'])
    expect([both.code, both.err]).toEqual([1, expect.stringContaining('--passphrase-file')])
  })

  test('an existing file is not overwritten without --force', async () => {
    await call([...ada, '--password-stdin'], fromStdin)
    const file = join(home, `kept${places}.jsonl`)
    writeFileSync(file, 'precious')
    const refused = await call(['export', file])
    expect([refused.code, refused.err]).toEqual([
      1,
      `${file} exists: choose another file, or add --force to overwrite it\n`,
    ])
    expect(readFileSync(file, 'utf8')).toBe('precious')
    expect((await call(['export', file, '--force'])).code).toBe(0)
    expect(readFileSync(file, 'utf8')).not.toBe('precious')
    expect(readdirSync(home).filter((name) => name.endsWith('.part'))).toEqual([])
  })

  test('a missing file is an error', async () => {
    expect(await call(['restore', join(home, 'none')])).toMatchObject({
      code: 1,
      err: expect.stringMatching(/ENOENT/),
    })
  })
})

describe('check', () => {
  test('finds no problem in a healthy helpdesk', async () => {
    await call([...ada, '--password-stdin'], fromStdin)
    const { code, out } = await call(['check', '--json'])
    expect(code).toBe(exitCode.done)
    expect(JSON.parse(out)).toMatchObject({ well: true })
  })

  test('finds problems of files, mail servers and tables', async () => {
    await call([...ada, '--password-stdin'], fromStdin)
    const address = join(data, 'helpdesk.db')
    const storage = await openStorage(address)
    const helpdesk = new OpenSupports({ storage, files: localFiles(join(data, 'files')) })
    const staff = helpdesk.actingAs({ staff: 1 })
    const file = new File(['words'], 'notes.txt')
    const { ticketNumber } = await helpdesk.ticket.create(staff, { title: 'Hello', content: 'There', file })
    const { file: name } = await helpdesk.ticket.get(staff, { ticketNumber })
    await localFiles(join(data, 'files')).remove(name ?? '')
    await localFiles(join(data, 'files')).put('t1_orphan.txt', file)
    await storage.settings.set({ 'smtp-host': '127.0.0.1:9' })
    await storage.close()

    const { code, out } = await call(['check', '--json'])
    expect(code).toBe(exitCode.found)
    const { findings } = JSON.parse(out) as {
      findings: { name: string; state: string; details?: string[] }[]
    }
    const states = Object.fromEntries(findings.map(({ name: what, state }) => [what, state]))
    expect(states).toEqual({
      database: 'good',
      tables: 'good',
      installation: 'good',
      outbox: 'good',
      address: 'skipped',
      permissions: 'good',
      files: 'bad',
      orphans: 'bad',
      smtp: 'bad',
      imap: 'skipped',
    })
    expect(findings.find(({ name: what }) => what === 'files')?.details).toEqual([name])
    const mail = findings.find(({ name: what }) => what === 'smtp')?.details?.join(' ') ?? ''
    expect(mail).toMatch(/New users cannot use their accounts.*Fix `smtp-host`.*set `smtp-host`/)
    const offline = await call(['check', '--no-mail'])
    expect(offline.out).toContain('--   smtp: 127.0.0.1:9')
  })

  test('reports that PUBLIC_URL and the setting differ', async () => {
    const PUBLIC_URL = 'https://help.example.com'
    const env = { DATA_DIR: data, PUBLIC_URL }
    await call([...ada, '--password-stdin'], { ...fromStdin, env })
    expect((await call(['check'], { env })).out).toContain(`ok   address: links lead to ${PUBLIC_URL}`)
    const moved = { DATA_DIR: data, PUBLIC_URL: 'https://new.example.com' }
    const { code, out } = await call(['check'], { env: moved })
    expect([code, out]).toEqual([
      exitCode.found,
      expect.stringContaining(
        'BAD  address: PUBLIC_URL is https://new.example.com, but the setting `url` is https://help.example.com',
      ),
    ])
  })

  test('reports an unreachable database without its password', async () => {
    const { code, out } = await call(['check', '-d', 'postgres://help:s3cret@127.0.0.1:9/help'])
    expect(code).toBe(exitCode.found)
    expect(out).toContain('BAD  database: postgres://help@127.0.0.1:9/help cannot be used')
    expect(out).not.toContain('s3cret')
  })
})

describe('clean-files', () => {
  test('lists unused files, and removes them with --remove', async () => {
    await call([...ada, '--password-stdin'], fromStdin)
    const files = localFiles(join(data, 'files'))
    await files.put('t1_orphan.txt', new File(['words'], 'a'))
    const named = await call(['clean-files', '--wait', '0', '--json'])
    expect(JSON.parse(named.out)).toEqual({ stored: 1, unused: ['t1_orphan.txt'], removed: false })
    expect(await files.open('t1_orphan.txt')).toBeDefined()
    const removed = await call(['clean-files', '--wait', '0', '--remove'])
    expect(removed.out).toBe('t1_orphan.txt\n1 of 1 files were unused and have been removed.\n')
    expect(await files.open('t1_orphan.txt')).toBeUndefined()
  })

  test('removes the unfinished files of a crash', async () => {
    await call([...ada, '--password-stdin'], fromStdin)
    const folder = join(data, 'files')
    await localFiles(folder).put('t1_orphan.txt', new File(['words'], 'a'))
    const unfinished = join(folder, '.0a1b2c3d-0000-4000-8000-0123456789ab.part')
    writeFileSync(unfinished, 'wo')
    utimesSync(unfinished, 0, 0)
    await call(['clean-files', '--wait', '0'])
    expect(readdirSync(folder)).toHaveLength(2)
    await call(['clean-files', '--wait', '0', '--remove'])
    expect(readdirSync(folder)).toEqual([])
  })
})

describe.skipIf(!mysql)('adopt', () => {
  test('lists conflicts, adopts with --resolve-conflicts, and looks for the files', async () => {
    const from = (await mysql?.empty()) ?? ''
    await makeOldDatabase(from, { dirty: true, drifted: true })
    const folder = join(home, `files${places}`)
    await localFiles(folder).put(facts.fileName(1), new File(['old words'], 'a'))

    const dry = await call(['adopt', '--from', from, '--dry-run', '--files', folder])
    expect(dry.code).toBe(exitCode.found)
    expect(dry.out).toMatch(/^Dry run: nothing was changed\./)
    expect(dry.out).toContain('user.email "user6@old.example": the first row is kept')
    expect(dry.out).toContain('    id 51: User 6 again, 3')
    expect(dry.out).toContain(`  ${facts.fileName(11)}\n`)
    expect(dry.out).not.toContain(`  ${facts.fileName(1)}\n`)

    const stopped = await call(['adopt', '--from', from])
    expect(stopped).toMatchObject({
      code: exitCode.found,
      out: expect.stringContaining('--resolve-conflicts'),
    })
    const progress: string[] = []
    const done = await call(['adopt', '--from', from, '--resolve-conflicts', '--json'], {
      isInteractive: true,
      err: (text) => void progress.push(text),
    })
    expect(JSON.parse(done.out)).toMatchObject({ state: 'done', rows: { ticket: 60 } })
    expect(progress.join('')).toMatch(/\[#+\.*\] \d+ of \d+/)
    expect(await call(['adopt', '--from', from, '--no-mail'])).toMatchObject({
      code: exitCode.done,
      out: expect.stringContaining('already adopted'),
    })

    const storage = await openStorage(from)
    await storage.settings.set({ 'smtp-host': '127.0.0.1:9', registration: '1' })
    await storage.close()
    const dead = await call(['adopt', '--from', from])
    expect([dead.code, dead.out]).toEqual([
      exitCode.found,
      expect.stringMatching(/smtp: 127\.0\.0\.1:9: .*\nNew users cannot use their accounts/),
    ])
  })

  test('without an address prints one line', async () => {
    const { code, err } = await call(['adopt'])
    expect([code, err]).toEqual([exitCode.failed, 'pass the database of the old server as --from\n'])
  })
})
