import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { call as callWith } from '../call.test-support.js'

let home: string
const at = (name: string) => join(home, name)
const call = (...args: string[]) => callWith(args, { env: { DATA_DIR: at('data') } })

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date'] })
  home = mkdtempSync(join(tmpdir(), 'opensupports-backup-'))
  await call('create-admin', '--name', 'Ada', '--email', 'ada@example.com')
  mkdirSync(at('data/files'))
  for (const name of ['one.txt', 'two.txt']) writeFileSync(at(`data/files/${name}`), `content of ${name}`)
})
afterEach(() => {
  vi.useRealTimers()
  rmSync(home, { recursive: true })
})

const backup = async (...more: string[]) =>
  JSON.parse((await call('backup', at('backups'), '--with-files', '--json', ...more)).out)
const restore = (...more: string[]) =>
  call('restore', at('backups'), '--with-files', '-d', at('new.db'), '-f', at('new-files'), ...more)
const setNames = () => readdirSync(at('backups')).filter((name) => name !== 'files')

/** Sets the clock forward, since a backup has the name of its second. */
const nextSecond = () => vi.setSystemTime(Date.now() + 1000)

test('database and files are written and restored', async () => {
  expect(await backup()).toMatchObject({ files: 2, copied: 2, removed: 0 })
  expect(await restore()).toMatchObject({
    code: 0,
    out: expect.stringMatching(/\d+ rows and 2 files were restored/),
  })
  expect(readFileSync(at('new-files/one.txt'), 'utf8')).toBe('content of one.txt')
  expect((await call('staff', 'list', '-d', at('new.db'))).out).toContain('Ada')
})

test('a second backup copies only new files, and --keep removes what no other has', async () => {
  await backup()
  rmSync(at('data/files/one.txt'))
  writeFileSync(at('data/files/three.txt'), 'new')
  nextSecond()
  expect(await backup('--keep', '1')).toMatchObject({ files: 2, copied: 1, removed: 1 })
  expect(setNames()).toHaveLength(2)
  expect(readdirSync(at('backups/files')).sort()).toEqual(['three.txt', 'two.txt'])
  expect(await restore()).toMatchObject({ code: 0 })
  expect(readdirSync(at('new-files')).sort()).toEqual(['three.txt', 'two.txt'])
})

test('an older backup is restored by its time', async () => {
  const { stamp } = await backup()
  rmSync(at('data/files/one.txt'))
  nextSecond()
  await backup()
  expect(await restore('--set', stamp)).toMatchObject({ code: 0 })
  expect(existsSync(at('new-files/one.txt'))).toBe(true)
})

test('a restore that was interrupted keeps the files that are whole, and replaces the others', async () => {
  await backup()
  await restore()
  rmSync(at('new.db'))
  writeFileSync(at('new-files/two.txt'), 'content of TWO.txt')
  const { ino } = statSync(at('new-files/one.txt'))
  expect(await restore()).toMatchObject({ code: 0, out: expect.stringContaining('2 files were restored') })
  expect(statSync(at('new-files/one.txt')).ino).toBe(ino)
  expect(readFileSync(at('new-files/two.txt'), 'utf8')).toBe('content of two.txt')
})

test('a backup and a restore show how much of the database they have done', async () => {
  const shownBy = async (...args: string[]) => {
    let shown = ''
    const err = (text: string) => {
      shown += text
    }
    await callWith(args, { env: { DATA_DIR: at('data') }, isInteractive: true, err })
    return shown
  }
  expect(await shownBy('backup', at('backups'))).toContain('MiB of the database 1')
  expect(await shownBy('restore', at('backups'), '-d', at('new.db'))).toMatch(
    /MiB of the database \[#+\] 1 of 1/,
  )
})

describe('a restore is refused', () => {
  test('with a damaged file, before the database is filled', async () => {
    await backup()
    writeFileSync(at('backups/files/two.txt'), 'content of XXX.txt')
    expect(await restore()).toMatchObject({ code: 1, err: expect.stringContaining('two.txt is damaged') })
    expect(existsSync(at('new-files/two.txt'))).toBe(false)
    writeFileSync(at('backups/files/two.txt'), 'content of two.txt')
    expect(await restore()).toMatchObject({ code: 0 })
  })

  test('without one of its files', async () => {
    await backup()
    rmSync(at('backups/files/two.txt'))
    expect(await restore()).toMatchObject({ code: 1, err: expect.stringContaining('no file two.txt') })
  })

  test('of an incomplete backup', async () => {
    await backup()
    const [list = ''] = setNames().filter((name) => name.endsWith('.sha256'))
    rmSync(at(`backups/${list}`))
    expect(await restore()).toMatchObject({ code: 1, err: expect.stringContaining('there is no backup') })
  })

  test('of a time without a backup, and --with-files from a single file', async () => {
    await backup()
    expect(await restore('--set', '20000101T000000Z')).toMatchObject({ code: 1 })
    await call('export', at('one.jsonl'))
    expect(await call('restore', at('one.jsonl'), '--with-files', '-d', at('new.db'))).toMatchObject({
      code: 1,
    })
  })
})

test.each([
  ['--every', '0'],
  ['--every', 'day'],
  ['--keep', '0'],
])('%s %s is refused', async (...option) => {
  const { code, err } = await call('backup', at('backups'), ...option)
  expect(code).toBe(1)
  expect(err).toContain(option[0])
})
