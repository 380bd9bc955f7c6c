import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createTestHelpdesk } from '@opensupports/core/testing'
import Database from 'better-sqlite3'
import { createConnection } from 'mysql2/promise'
import pg from 'pg'
import { afterAll, describe, expect, onTestFinished, test } from 'vitest'
import {
  migrateDatabase,
  openStorage,
  pendingSql,
  type SqlEngine,
  schemaDrift,
  sqlFromNothing,
} from './index.js'
import { mysqlServer, postgresServer } from './servers.test-support.js'

const folder = mkdtempSync(join(tmpdir(), 'opensupports-sql-'))
let files = 0
const servers = { postgres: await postgresServer(), mysql: await mysqlServer() }
afterAll(async () => {
  rmSync(folder, { recursive: true })
  for (const server of Object.values(servers)) await server?.stop()
})

interface Place {
  readonly engine: SqlEngine
  readonly schema?: string
  readonly address: string
  /** Runs a script as the client of the engine does. */
  run(script: string): Promise<unknown>
}

async function onSqlite(): Promise<Place> {
  const address = join(folder, `${++files}.db`)
  return {
    engine: 'sqlite',
    address,
    async run(script) {
      const database = new Database(address)
      database.exec(script)
      database.close()
    },
  }
}

async function onPostgres(): Promise<Place> {
  const address = (await servers.postgres?.empty()) ?? ''
  const url = new URL(address)
  const schema = url.searchParams.get('schema') ?? ''
  url.search = ''
  return {
    engine: 'postgres',
    schema,
    address,
    async run(script) {
      const client = new pg.Client({ connectionString: url.href })
      await client.connect()
      await client.query(script).finally(() => client.end())
    },
  }
}

async function onMysql(): Promise<Place> {
  const address = (await servers.mysql?.empty()) ?? ''
  const client = await createConnection({ uri: address, multipleStatements: true })
  onTestFinished(() => client.end())
  const [rows] = await client.query('select version() as version')
  const isMaria = (rows as { version: string }[])[0]?.version.includes('MariaDB')
  return { engine: isMaria ? 'mariadb' : 'mysql', address, run: (script) => client.query(script) }
}

const places: Record<string, () => Promise<Place>> = { SQLite: onSqlite }
if (servers.postgres) places.PostgreSQL = onPostgres
if (servers.mysql) places['MySQL or MariaDB'] = onMysql

describe.each(Object.entries(places))('on %s', (_, open) => {
  /** The database is complete, and a helpdesk works on it. */
  async function assertComplete(address: string) {
    expect(await migrateDatabase(address, { dryRun: true })).toEqual({ applied: [], pending: [] })
    expect(await schemaDrift(address)).toEqual([])
    expect(await pendingSql(address)).toBe('')
    const storage = await openStorage(address)
    onTestFinished(() => storage.close())
    const { helpdesk, ticket, user, admin } = await createTestHelpdesk({ storage })
    const ticketNumber = await ticket({
      author: await user({ email: 'jane@customer.example' }),
      title: 'Käse',
    })
    const { tickets } = await helpdesk.ticket.search(admin, { query: 'kase' })
    expect(tickets.map((each) => each.ticketNumber)).toEqual([ticketNumber])
  }

  test('the SQL from nothing makes a database that needs no migration', async () => {
    const { engine, schema, address, run } = await open()
    await run(await sqlFromNothing(engine, schema))
    await assertComplete(address)
  })

  test('the pending SQL of an empty database is that from nothing', async () => {
    const { engine, schema, address } = await open()
    expect(await pendingSql(address)).toBe(await sqlFromNothing(engine, schema))
  })

  test('the SQL makes the same columns and indexes as the migrations', async () => {
    const { engine, schema, address, run } = await open()
    await run(await sqlFromNothing(engine, schema))
    const other = await open()
    await migrateDatabase(other.address)
    expect(await descriptionOf(address)).toEqual(await descriptionOf(other.address))
  })

  test('the pending SQL adds what an older database lacks', async () => {
    const { engine, address, run } = await open()
    await migrateDatabase(address)
    const quote = (name: string) =>
      engine === 'sqlite' || engine === 'postgres' ? `"${name}"` : `\`${name}\``
    const place = engine === 'postgres' ? `"${new URL(address).searchParams.get('schema')}".` : ''
    await run(`drop table ${place}${quote('os_identity')};
      alter table ${place}${quote('ticket')} drop column ${quote('last_closed_at')};
      delete from ${place}os_migration where name like 'schema-%' or name like '0008-%';`)
    expect((await migrateDatabase(address, { dryRun: true })).pending).toHaveLength(2)
    const script = await pendingSql(address)
    expect(script).toContain(`create table ${quote('os_identity')}`)
    await run(script)
    await assertComplete(address)
  })
})

/** Returns the columns and indexes of a database. */
async function descriptionOf(address: string): Promise<unknown> {
  const url = URL.canParse(address) ? new URL(address) : undefined
  if (!url) {
    const database = new Database(address, { readonly: true })
    const rows = database
      .prepare("select type, name, sql from sqlite_schema where name not like 'sqlite_%' order by type, name")
      .all() as { name: string; sql: string | null }[]
    database.close()
    return rows.filter(({ name }) => !name.startsWith('os_migration'))
  }
  if (url.protocol === 'postgres:') {
    const schema = url.searchParams.get('schema') ?? ''
    url.search = ''
    const client = new pg.Client({ connectionString: url.href })
    await client.connect()
    const columns = await client.query(
      `select table_name, column_name, udt_name, is_nullable, column_default from information_schema.columns
        where table_schema = $1 order by table_name, ordinal_position`,
      [schema],
    )
    const indexes = await client.query(
      'select tablename, indexname, indexdef from pg_indexes where schemaname = $1 order by indexname',
      [schema],
    )
    const constraints = await client.query(
      `select c.conname, pg_get_constraintdef(c.oid) as definition from pg_constraint c
        join pg_namespace n on n.oid = c.connamespace where n.nspname = $1 order by c.conname`,
      [schema],
    )
    await client.end()
    return JSON.parse(
      JSON.stringify([columns.rows, indexes.rows, constraints.rows]).replaceAll(schema, 'schema'),
    )
  }
  const client = await createConnection(address)
  const [tables] = await client.query('show tables')
  const names = (tables as object[]).map((row) => String(Object.values(row)[0]))
  const shown: unknown[] = []
  for (const name of names) {
    const [rows] = await client.query(`show create table \`${name}\``)
    const lines = String((rows as Record<string, string>[])[0]?.['Create Table']).split(/,?\n/)
    // The server makes indexes for foreign keys under names of its own, until there are others.
    const plain = lines.map((line) => line.replace(/ AUTO_INCREMENT=\d+|(?<=^ {2}KEY )`\w+`/g, ''))
    if (!name.startsWith('os_migration')) shown.push(plain.sort())
  }
  await client.end()
  return shown
}

/** The client needs SQLite 3.43 or later, for the index of texts. */
function hasClient(): boolean {
  try {
    const [, minor] = execFileSync('sqlite3', ['--version'], { encoding: 'utf8' }).split('.')
    return Number(minor) >= 43
  } catch {
    return false
  }
}

test.skipIf(!hasClient())('the client sqlite3 runs the SQL', async () => {
  const file = join(folder, 'client.db')
  execFileSync('sqlite3', ['-bail', file], { input: await sqlFromNothing('sqlite') })
  expect(await migrateDatabase(file, { dryRun: true })).toEqual({ applied: [], pending: [] })
})

test('the schema of PostgreSQL is created, and has a valid name', async () => {
  const script = await sqlFromNothing('postgres', 'helpdesk')
  expect(script).toContain(
    'create schema if not exists "helpdesk";\nset local search_path to "helpdesk", public;',
  )
  expect(() => sqlFromNothing('postgres', 'a"; drop table x')).toThrow('is not a valid schema name')
})

test('texts of SQLite that only our own function can index are refused', async () => {
  const file = join(folder, 'unindexed.db')
  const storage = await openStorage(file)
  const desk = await createTestHelpdesk({ storage })
  await desk.ticket({ author: await desk.user() })
  await storage.close()
  const database = new Database(file)
  database.exec("drop table os_ticket_text; delete from os_migration where name like 'schema-%'")
  database.close()
  await expect(pendingSql(file)).rejects.toThrow('run `opensupports migrate`')
})
