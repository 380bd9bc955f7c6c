import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, describe, expect, test } from 'vitest'
import { DatabaseError, migrateDatabase, openStorage } from './index.js'
import { sqlite } from './sqlite.js'

const folder = mkdtempSync(join(tmpdir(), 'opensupports-open-'))
afterAll(() => rmSync(folder, { recursive: true }))

describe('the address of a file', () => {
  test.each([
    ['a path', 'plain.db', (file: string) => file],
    ['sqlite:', 'sqlite.db', (file: string) => `sqlite:${file}`],
    ['sqlite://', 'slashes.db', (file: string) => `sqlite://${file}`],
    ['file:', 'two words.db', (file: string) => pathToFileURL(file).href],
  ])('as %s opens that file', async (_, name, addressOf) => {
    const file = join(folder, name)
    const storage = await openStorage(addressOf(file))
    await storage.settings.set({ title: 'Here' })
    await storage.close()
    expect(existsSync(file)).toBe(true)
    const again = await openStorage(file)
    expect(await again.settings.all()).toEqual({ title: 'Here' })
    await again.close()
  })
})

describe('a new file', () => {
  test('is readable only by its owner, like its journal', async () => {
    const file = join(folder, 'own.db')
    const storage = await sqlite(file)
    for (const each of [file, `${file}-wal`, `${file}-shm`]) expect(statSync(each).mode & 0o777).toBe(0o600)
    await storage.close()
  })

  test('in a missing folder fails with its path', async () => {
    const file = join(folder, 'no', 'such', 'x.db')
    const refusal = `${file} cannot be used: there is no folder ${join(folder, 'no', 'such')}`
    await expect(sqlite(file)).rejects.toThrow(new DatabaseError(refusal))
    await expect(openStorage(`sqlite:${file}`)).rejects.toThrow(refusal)
  })
})

describe('a database that cannot be opened', () => {
  test.each([
    ['no server', 'postgres://help:s3cret@127.0.0.1:9/help'],
    ['no server', 'mysql://help:s3cret@127.0.0.1:9/help'],
    ['no server', 'mariadb://help:s3cret@127.0.0.1:9/help?timezone=s3cret'],
    ['no host', 'postgres://help:s3cret@:port/help'],
    ['an @ in the password', 'postgres://help:s3cret@s3cret@127.0.0.1:9/help'],
    ['another kind', 'redis://help:s3cret@127.0.0.1/0'],
    ['no folder', '/nowhere/at/all/help.db'],
  ])('is reported without the password: %s, %s', async (_, address) => {
    const error: unknown = await openStorage(address).catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(DatabaseError)
    expect(String(error)).toContain('cannot be used: ')
    expect(String(error)).not.toContain('s3cret')
  })

  test('is named in the error', async () => {
    await expect(openStorage('mysql://help:s3cret@127.0.0.1:9/help')).rejects.toThrow(
      'mysql://help@127.0.0.1:9/help cannot be used: connect ECONNREFUSED 127.0.0.1:9',
    )
  })
})

describe('migrateDatabase', () => {
  test('reports pending migrations in a dry run, runs them once, and then does nothing', async () => {
    const file = join(folder, 'migrated.db')
    const all = expect.arrayContaining([expect.stringMatching(/^schema-[0-9a-f]{12}$/)])
    expect(await migrateDatabase(file, { dryRun: true })).toEqual({ applied: [], pending: all })
    expect(await migrateDatabase(file)).toEqual({ applied: all, pending: [] })
    expect(await migrateDatabase(file)).toEqual({ applied: [], pending: [] })
    expect(await migrateDatabase(file, { dryRun: true })).toEqual({ applied: [], pending: [] })
  })
})
