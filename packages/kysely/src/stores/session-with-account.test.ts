import { createHash } from 'node:crypto'
import { OpenSupports, type Storage } from '@opensupports/core'
import { createPool } from 'mysql2'
import { afterAll, describe, expect, onTestFinished, test } from 'vitest'
import { mysql } from '../mysql.js'
import { pglite } from '../pglite.js'
import { pgliteOfTest } from '../pglite.test-support.js'
import { postgres } from '../postgres.js'
import { mysqlServer, postgresServer } from '../servers.test-support.js'

const servers = { postgres: await postgresServer(), mysql: await mysqlServer() }
afterAll(async () => {
  for (const server of Object.values(servers)) await server?.stop()
})

const opened = async (storage: Storage): Promise<Storage> => {
  onTestFinished(() => storage.close())
  return storage
}

/** Cuts off JSON texts at this length, on MariaDB: inside a setting, or by chance between two. */
const withShortTexts = (most: number) => async (): Promise<Storage> => {
  const pool = createPool({
    uri: (await servers.mysql?.empty()) ?? '',
    decimalNumbers: true,
    charset: 'utf8mb4_unicode_ci',
    supportBigNumbers: true,
  })
  onTestFinished(() => new Promise<void>((resolve) => pool.end(() => resolve())))
  pool.on('connection', (connection) => connection.query(`set session group_concat_max_len = ${most}`))
  return opened(await mysql(pool as never))
}

const storages: Readonly<Record<string, (() => Promise<Storage>) | undefined>> = {
  PGlite: async () => opened(await pglite(await pgliteOfTest())),
  PostgreSQL:
    servers.postgres && (async () => opened(await postgres((await servers.postgres?.empty()) ?? ''))),
  'MySQL or MariaDB':
    servers.mysql && (async () => opened(await mysql((await servers.mysql?.empty()) ?? ''))),
  'MariaDB that cuts off texts after 12 characters': servers.mysql && withShortTexts(12),
  'MariaDB that cuts off texts after 64 characters': servers.mysql && withShortTexts(64),
}

describe.each(Object.entries(storages))('settings and session in one statement, on %s', (_, open) => {
  test.skipIf(!open)('are those that are read one by one', async () => {
    const storage = await (open as () => Promise<Storage>)()
    const { sessions, settings } = storage
    const values = { title: 'Ünïcode "quoted" \\ 🙂', layout: '', 'smtp-host': null, long: 'x'.repeat(500) }
    const helpdesk = new OpenSupports({ storage, passwordCost: 4 })
    const admin = { name: 'Ada', email: 'ada@example.com', password: 'correct horse' }
    await helpdesk.install({ admin })
    const { token } = await helpdesk.user.login({}, { ...admin, staff: true })
    const known = createHash('sha256').update(token).digest('hex')
    await settings.set(values)
    // So that a text of 12 characters ends after the first setting.
    await settings.set({ a: '1' })
    const both = await sessions.withSettings?.(known)
    expect(both?.found).toEqual(await sessions.byTokenHash(known))
    expect(both?.found?.staff?.name).toBe('Ada')
    expect(both?.found?.departmentIds).toEqual([1])
    expect(both?.settings).toEqual(await settings.all())
    expect(both?.settings).toMatchObject(values)
    expect(await sessions.withSettings?.('unknown')).toEqual({ found: undefined, settings: both?.settings })
    expect((await sessions.withSettings?.('unknown'))?.settings).toBe(both?.settings)
    await settings.set({ title: 'Another' })
    expect((await sessions.withSettings?.(known))?.settings.title).toBe('Another')
  })
})
