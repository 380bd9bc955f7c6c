import type { Storage } from '@opensupports/core'
import { type Connection, createConnection } from 'mysql2/promise'
import pg from 'pg'
import { emptying } from './emptying.test-support.js'
import type { ServerLimits } from './index.js'
import { mysql } from './mysql.js'
import { postgres } from './postgres.js'

/** A database server for tests. */
export interface TestServer {
  /** Creates an empty database or schema, and returns its address. It is dropped by `stop`. */
  empty(): Promise<string>
  /** Empties the tables at an address returned by `empty`. */
  clear(address: string): Promise<void>
  /**
   * Opens storages on one empty database, each with its own connections. Closing the last one empties the database for
   * reuse.
   */
  open<N extends number>(count: N): Promise<Storage[]>
  stop(): Promise<void>
}

/** Machines that run tests may be so busy that a healthy server exceeds the default limits. */
const limits: ServerLimits = { connectTimeout: 10_000, lockTimeout: 10_000 }

let made = 0
const nextName = () => `os_test_${process.pid}_${Date.now().toString(36)}_${made++}`

/** Calls `drop` when the last of the storages is closed. */
function passing(storages: readonly Storage[], drop: () => Promise<unknown>): Storage[] {
  let open = storages.length
  return storages.map((storage) => ({
    ...storage,
    async close() {
      await storage.close()
      open--
      if (open === 0) await drop()
    },
  }))
}

const skipped = (kind: string, variable: string) => {
  console.log(`${kind}: skipped, since no server was asked for (set ${variable})`)
  return undefined
}

/** Returns settings that make the planner use parallel workers wherever possible, even for a few rows. */
async function parallelSettings(pool: pg.Pool): Promise<string> {
  const { rows } = await pool.query("select 1 from pg_settings where name = 'debug_parallel_query'")
  const forced = rows.length > 0 ? 'debug_parallel_query' : 'force_parallel_mode'
  const costs = ['parallel_setup_cost', 'parallel_tuple_cost']
  costs.push('min_parallel_table_scan_size', 'min_parallel_index_scan_size')
  return [`${forced}=on`, ...costs.map((name) => `${name}=0`)].map((setting) => `-c ${setting}`).join(' ')
}

/** Empties the tables and restarts the ids. */
const emptyTables = async (pool: pg.Pool, schema: string) => pool.query(await emptying(pool, schema))

/**
 * Returns the server at `TEST_POSTGRES_URL`, or undefined if it is not set. Throws if the server cannot be reached.
 *
 * @param options.parallel whether statements use parallel workers wherever possible. Default false
 */
export async function postgresServer({ parallel = false } = {}): Promise<TestServer | undefined> {
  const url = process.env.TEST_POSTGRES_URL
  if (!url) return skipped('PostgreSQL', 'TEST_POSTGRES_URL')
  const pool = new pg.Pool({ connectionString: url, max: 2 })
  try {
    await pool.query('create extension if not exists citext; create extension if not exists pg_trgm')
  } catch (error) {
    await pool.end()
    throw error
  }
  const drops: string[] = []
  /** Unused schemas with empty tables. Emptying tables takes a tenth of the time of creating them. */
  const free: string[] = []
  const own = new URL(url)
  // Waiting for fsync on each commit would take most of the time.
  const settings = ['-c synchronous_commit=off', parallel ? await parallelSettings(pool) : '']
  own.searchParams.set('options', settings.join(' ').trim())
  return {
    async empty() {
      const schema = nextName()
      drops.push(schema)
      return `${url}?schema=${schema}`
    },
    async clear(address) {
      await emptyTables(pool, new URL(address).searchParams.get('schema') ?? '')
    },
    async open(count) {
      const schema = free.pop() ?? nextName()
      const storages: Storage[] = []
      for (let each = 0; each < count; each++) storages.push(await postgres(own.href, { schema, limits }))
      return passing(storages, async () => {
        await emptyTables(pool, schema)
        free.push(schema)
      })
    },
    async stop() {
      for (const schema of [...drops, ...free]) await pool.query(`drop schema if exists ${schema} cascade`)
      await pool.end()
    },
  }
}

/** Empties the tables and restarts the ids. Truncating is slower: MySQL recreates each table. */
async function emptyDatabase(server: Connection, database: string): Promise<void> {
  const [rows] = await server.query(
    `select table_name as name, auto_increment > 1 as used from information_schema.tables
      where table_schema = ? and table_name not like 'os\\\\_migration%' and table_name <> 'os_lock'`,
    [database],
  )
  await server.query('set foreign_key_checks = 0')
  for (const { name, used } of rows as { name: string; used: number | null }[]) {
    await server.query(`delete from \`${database}\`.\`${name}\``)
    if (used) await server.query(`alter table \`${database}\`.\`${name}\` auto_increment = 1`)
  }
  await server.query('set foreign_key_checks = 1')
}

/** Returns the server at `TEST_MYSQL_URL`, or undefined if it is not set. Throws if the server cannot be reached. */
export async function mysqlServer(): Promise<TestServer | undefined> {
  const url = process.env.TEST_MYSQL_URL
  if (!url) return skipped('MySQL', 'TEST_MYSQL_URL')
  const server = await createConnection(url)
  const drops: string[] = []
  const free: { readonly name: string; readonly address: string }[] = []
  const make = async () => {
    const name = nextName()
    await server.query(`create database ${name} character set utf8mb4 collate utf8mb4_unicode_ci`)
    const address = new URL(url)
    address.pathname = `/${name}`
    return { name, address: address.href }
  }
  return {
    async empty() {
      const { name, address } = await make()
      drops.push(name)
      return address
    },
    clear: (address) => emptyDatabase(server, new URL(address).pathname.slice(1)),
    async open(count) {
      const { name, address } = free.pop() ?? (await make())
      const storages: Storage[] = []
      for (let each = 0; each < count; each++) storages.push(await mysql(address, { limits }))
      return passing(storages, async () => {
        await emptyDatabase(server, name)
        free.push({ name, address })
      })
    },
    async stop() {
      for (const name of [...drops, ...free.map((each) => each.name)])
        await server.query(`drop database ${name}`)
      await server.end()
    },
  }
}
