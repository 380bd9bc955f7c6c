import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { makeOldDatabase } from '@opensupports/kysely/testing'
import Database from 'better-sqlite3'
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest'
import { mysqlServer } from '../../../kysely/src/servers.test-support.js'
import { call as callWith } from '../call.test-support.js'
import type { Terminal } from '../terminal.js'

const mysql = await mysqlServer()
afterAll(async () => mysql?.stop())

let data: string
beforeEach(async () => {
  data = mkdtempSync(join(tmpdir(), 'opensupports-upgrade-'))
  await call(['create-admin', '--name', 'Ada', '--email', 'ada@example.com', '--password-stdin'], {
    input: async () => 'correct horse\n',
  })
})
afterEach(() => rmSync(data, { recursive: true }))

const call = (args: readonly string[], { env, ...person }: Partial<Terminal> = {}) =>
  callWith(args, { env: { DATA_DIR: data, ...env }, ...person })
const file = () => join(data, 'helpdesk.db')

/** Runs statements on the database, as another version would have left it. */
function change(...statements: string[]): void {
  const database = new Database(file())
  for (const statement of statements) database.exec(statement)
  database.close()
}

test('a helpdesk with nothing to do is ready', async () => {
  const { code, out } = await call(['upgrade', '--check', '--json'])
  expect(code).toBe(0)
  const { ready, findings } = JSON.parse(out)
  expect(ready).toBe(true)
  expect(findings).toMatchObject([
    { name: 'version', state: 'good' },
    { name: 'variables', state: 'good' },
    { name: 'database', state: 'good', text: 'no migrations are pending' },
    { name: 'tables', state: 'good' },
    { name: 'disk', state: 'good' },
    { name: 'backup', state: 'skipped' },
  ])
})

test('pending migrations are listed, and not applied', async () => {
  change('delete from os_migration where name = (select max(name) from os_migration)')
  const before = readFileSync(file())
  const { code, out } = await call(['upgrade', '--check'])
  expect(code).toBe(0)
  expect(out).toContain('ok   database: 1 migrations will be applied')
  expect(readFileSync(file()).equals(before)).toBe(true)
})

test('tables that lack something, and invalid variables, come first', async () => {
  change('alter table os_outbox drop column cause')
  const { code, out } = await call(['upgrade', '--check'], { env: { PORT: 'eighty' } })
  expect(code).toBe(1)
  expect(out).toContain('BAD  variables: PORT must be a number')
  expect(out).toMatch(/BAD {2}tables: some differ.*\n.*os_outbox.*cause/)
})

test('an unknown option of the configuration file is named', async () => {
  const folder = join(data, 'folder')
  mkdirSync(folder)
  writeFileSync(
    join(folder, 'opensupports.config.mjs'),
    'export default { pubicUrl: "https://help.example.com" }',
  )
  const { code, err } = await call(['upgrade', '--check'], { folder })
  expect(code).toBe(1)
  expect(err).toContain('there is no option "pubicUrl"')
})

test('an unfinished adoption comes first', async () => {
  change('create table os_adoption (source text)')
  const { code, out } = await call(['upgrade', '--check'])
  expect(code).toBe(1)
  expect(out).toContain('BAD  database')
  expect(out).toContain('adopt')
})

test.skipIf(!mysql)('a database of OpenSupports 4.11 has to be adopted first', async () => {
  const old = (await mysql?.empty()) ?? ''
  await makeOldDatabase(old)
  const { code, out } = await call(['upgrade', '--check', '-d', old])
  expect(code).toBe(1)
  expect(out).toContain('adopt it first')
  expect(out).toContain('--   disk')
})

test('a backup must be of the last day', async () => {
  const backups = join(data, 'backups')
  const check = () => call(['upgrade', '--check', '--backup', backups])
  expect(await check()).toMatchObject({ code: 1, out: expect.stringContaining('there is no folder') })
  await call(['backup', backups, '--with-files'])
  expect(await check()).toMatchObject({ code: 0, out: expect.stringContaining('the newest is 0 hours old') })
  for (const name of readdirSync(backups)) if (name.endsWith('.sha256')) rmSync(join(backups, name))
  writeFileSync(join(backups, 'helpdesk-20200101T000000Z.sha256'), '')
  expect(await check()).toMatchObject({ code: 1, out: expect.stringContaining('run `opensupports backup`') })
})

test('needs --check, since the start of the server upgrades', async () => {
  expect(await call(['upgrade'])).toMatchObject({ code: 2, err: expect.stringContaining('--check') })
})
