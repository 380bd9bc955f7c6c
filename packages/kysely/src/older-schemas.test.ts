import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { citext } from '@electric-sql/pglite/contrib/citext'
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm'
import { OpenSupports } from '@opensupports/core'
import type { Migration } from 'kysely'
import { afterAll, describe, expect, test } from 'vitest'
import { type Database, openedStorage } from './database.js'
import { pgliteDatabase } from './dialects/postgres/index.js'
import { pendingMigrations } from './migrations/index.js'
import { migrateTo } from './older-states/migrate.test-support.js'
import { mysqlMigrations } from './older-states/mysql.test-support.js'
import { postgresMigrations } from './older-states/postgres.test-support.js'
import { sqliteMigrations } from './older-states/sqlite.test-support.js'
import { openDatabase } from './open-storage.js'
import { mysqlServer, postgresServer } from './servers.test-support.js'

const folder = mkdtempSync(join(tmpdir(), 'opensupports-older-'))
const servers = { PostgreSQL: await postgresServer(), 'MySQL or MariaDB': await mysqlServer() }
afterAll(async () => {
  for (const server of Object.values(servers)) await server?.stop()
  rmSync(folder, { recursive: true })
})

const inProcess = new PGlite({ extensions: { citext, pg_trgm } })
afterAll(() => inProcess.close())

let files = 0
/** By engine: creates an empty database and returns a function that connects to it. */
const engines: Record<string, (() => Promise<() => Promise<Database>>) | undefined> = {
  async SQLite() {
    const file = join(folder, `${files++}.db`)
    return () => openDatabase(file)
  },
  async PGlite() {
    // Starting PGlite takes longer than the test itself, so all tests share one.
    await inProcess.exec('drop schema public cascade; create schema public')
    return async () => pgliteDatabase(inProcess)
  },
}
for (const [name, server] of Object.entries(servers)) {
  engines[name] =
    server &&
    (async () => {
      const address = await server.empty()
      return () => openDatabase(address)
    })
}

const migrationsOf: Readonly<Record<string, Record<string, Migration>>> = {
  SQLite: sqliteMigrations,
  PGlite: postgresMigrations,
  PostgreSQL: postgresMigrations,
  'MySQL or MariaDB': mysqlMigrations,
}
const names = Object.keys(sqliteMigrations)

/** Inserts rows of a helpdesk with that schema, some with nulls as 4.11 leaves them. */
async function fill({ db }: Database, state: number): Promise<void> {
  await db
    .insertInto('setting')
    .values([
      { name: 'language', value: 'en' },
      { name: 'title', value: 'Older' },
      { name: 'ticket-gap', value: '460987' },
      { name: 'ticket-first-number', value: '765825' },
    ])
    .execute()
  await db.insertInto('language').values({ code: 'en', allowed: 1, supported: 1 }).execute()
  await db.insertInto('department').values({ name: 'Sales', private: null, owners: 1 }).execute()
  // Later schemas store addresses in lower case.
  const email = state > names.indexOf('0007-pending-addresses') ? 'ada@older.example' : 'Ada@older.example'
  const account = { name: 'Ada', email, password: '!' }
  const member = { ...account, level: 3, send_email_on_new_ticket: null, profile_pic: null }
  await db.insertInto('staff').values(member).execute()
  await db.insertInto('department_staff').values({ department_id: 1, staff_id: 1 }).execute()
  const user = { signup_date: 202401010000, tickets: 1, verification_token: null, not_registered: null }
  await db
    .insertInto('user')
    .values({ ...account, name: 'Uma', email: 'uma@older.example', ...user })
    .execute()
  await db
    .insertInto('ticket')
    .values({
      ticket_number: 765825,
      title: 'A zeppelin',
      content: '<p>It café</p>',
      language: 'en',
      file: null,
      date: 202401010000,
      closed: 0,
      unread: null,
      unread_staff: 1,
      author_email: null,
      author_name: null,
      department_id: 1,
      author_id: 1,
      author_staff_id: null,
      total_departments: null,
      total_owners: null,
    })
    .execute()
  await db.insertInto('ticket_user').values({ ticket_id: 1, user_id: 1 }).execute()
  const event = { date: 202401010100, ticket_id: 1, author_staff_id: 1, author_user_id: null, file: null }
  await db
    .insertInto('ticketevent')
    .values([
      { ...event, type: 'COMMENT', content: 'A hippopotamus', private: null },
      { ...event, type: 'DEPARTMENT_CHANGED', content: 'Walrus', private: null },
    ])
    .execute()
  if (state < 2) return
  const mail = { template: 'TICKET_CLOSED', recipient: 'uma@older.example', language: 'en', variables: '{}' }
  await db
    .insertInto('os_outbox')
    .values({ ...mail, created_at: 0, due_at: 0 })
    .execute()
  const session = {
    token_hash: 'a'.repeat(64),
    user_id: 1,
    staff_id: null,
    ticket_number: null,
    expires_at: 9,
  }
  await db.insertInto('os_session').values(session).execute()
}

for (const [engine, make] of Object.entries(engines)) {
  describe.skipIf(!make)(engine, () => {
    test.each(names.map((name, index) => [name, index + 1] as const))(
      'data written at %s survives the migration to the newest version',
      async (_, state) => {
        const connect = await (make as NonNullable<typeof make>)()
        const old = await connect()
        await old.prepare?.()
        await migrateTo(old, Object.entries(migrationsOf[engine] ?? {}).slice(0, state))
        expect(await pendingMigrations(old)).not.toEqual([])
        await fill(old, state)
        await old.db.destroy()

        // The second opening must find nothing to migrate.
        for (let opening = 0; opening < 2; opening++) {
          const storage = await openedStorage(await connect(), {})
          const helpdesk = new OpenSupports({ storage })
          const ada = helpdesk.actingAs({ staff: 1 })
          expect(await helpdesk.ticket.get(ada, { ticketNumber: 765825 })).toMatchObject({
            title: 'A zeppelin',
            closed: false,
            author: { name: 'Uma' },
            events: [{ type: 'COMMENT', content: 'A hippopotamus' }, { type: 'DEPARTMENT_CHANGED' }],
          })
          for (const [query, found] of [
            ['zeppelin', 1],
            ['CAFE', 1],
            ['hippo', 1],
            ['walrus', 0],
          ] as const) {
            const { tickets } = await helpdesk.ticket.search(ada, { query, page: 1 })
            expect([query, tickets.length]).toEqual([query, found])
          }
          expect(await storage.staff.byEmail('ada@older.example')).toMatchObject({ id: 1 })
          const waiting = await storage.outbox.claim(new Date(), new Date(0), 10)
          expect(waiting).toHaveLength(state < 2 ? 0 : 1)
          const backup = await new Response(helpdesk.backup()).text()
          expect(backup).toContain('A hippopotamus')
          await storage.close()
        }
      },
    )

    test('four concurrent openings create one database', async () => {
      const connect = await (make as NonNullable<typeof make>)()
      const storages = await Promise.all(
        Array.from({ length: 4 }, async () => openedStorage(await connect(), {})),
      )
      const set = storages.map((storage, index) => storage.settings.set({ [`by-${index}`]: 'here' }))
      await Promise.all(set)
      expect(Object.keys((await storages[0]?.settings.all()) ?? {})).toHaveLength(4)
      for (const storage of storages) await storage.close()
    })
  })
}
