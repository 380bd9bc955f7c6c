import pg from 'pg'
import { batches } from './batches.js'
import type { Engine, Loader, Row, ServerClock } from './engine.js'
import { threadTimes } from './server-clock.js'

const serverUrl = process.env.TEST_POSTGRES_URL ?? 'postgres://postgres@127.0.0.1:5432/test'

const types = {
  getTypeParser: ((id: number, format?: 'text') =>
    id === 20 ? Number : pg.types.getTypeParser(id, format)) as typeof pg.types.getTypeParser,
}

/** Splits an address for `openStorage` into what `pg` takes and the schema. */
export function postgresConfig(address: string): { config: pg.ClientConfig; schema: string } {
  const url = new URL(address)
  const schema = url.searchParams.get('schema') ?? 'public'
  url.searchParams.delete('schema')
  return { config: { connectionString: url.href, types }, schema }
}

export async function connected(address: string): Promise<pg.Client> {
  const { config, schema } = postgresConfig(address)
  const client = new pg.Client({ ...config, application_name: 'os_bench_loader' })
  await client.connect()
  await client.query(`set search_path to "${schema}", public`)
  return client
}

/**
 * Does what autovacuum does in production about a minute after so many inserts. Waiting for it would be slower, and on
 * some test servers it is off. Without it, the planner would know nothing about the tables.
 */
async function vacuum(client: pg.Client, tables: Iterable<string>): Promise<void> {
  for (const table of tables) await client.query(`vacuum (analyze) "${table}"`)
}

interface IndexColumn {
  readonly index: string
  readonly number: number
}

/** Returns the columns of indexes of which the server gathers no statistics: the definitions do not tell. */
async function columnsWithoutStatistics(client: pg.Client, schema: string): Promise<IndexColumn[]> {
  const { rows } = await client.query<IndexColumn>(
    `select c.relname as index, a.attnum::int as number from pg_attribute a join pg_class c on c.oid = a.attrelid
      where c.relkind = 'i' and a.attstattarget = 0 and c.relnamespace = to_regnamespace($1)`,
    [`"${schema}"`],
  )
  return rows
}

async function withoutStatistics(client: pg.Client, columns: readonly IndexColumn[]): Promise<void> {
  for (const { index, number } of columns)
    await client.query(`alter index "${index}" alter column ${number} set statistics 0`)
}

async function loader(address: string): Promise<Loader> {
  const client = await connected(address)
  const { schema } = postgresConfig(address)
  await client.query(`set synchronous_commit = off; set maintenance_work_mem = '512MB'`)
  // Building an index takes a fraction of the time of adding the rows one by one.
  const { rows: indexes } = await client.query<{ indexname: string; indexdef: string }>(
    `select indexname, indexdef from pg_indexes where schemaname = $1 and indexdef like '% USING gin %'`,
    [schema],
  )
  const untold = await columnsWithoutStatistics(client, schema)
  const filled = new Set<string>()
  return {
    rows: async (sql) => (await client.query(sql)).rows as Row[],
    run: async (sql) => void (await client.query(sql)),
    async fill(table, rows) {
      if (filled.size === 0)
        for (const { indexname } of indexes) await client.query(`drop index "${indexname}"`)
      filled.add(table)
      for (const batch of batches(rows, 5000)) {
        const columns = Object.keys(batch[0] ?? {})
          .map((name) => `"${name}"`)
          .join(', ')
        await client.query(
          `insert into "${table}" (${columns}) select ${columns} from json_populate_recordset(null::"${table}", $1)`,
          [JSON.stringify(batch)],
        )
      }
    },
    async close() {
      if (filled.size > 0) {
        for (const { indexdef } of indexes) await client.query(indexdef)
        await withoutStatistics(client, untold)
        // The rows came with their ids.
        for (const table of filled)
          await client.query(
            `select setval(pg_get_serial_sequence('"${table}"', 'id'), (select max(id) from "${table}"))`,
          )
        await vacuum(client, filled)
      }
      await client.end()
    },
  }
}

async function serverClock(address: string): Promise<ServerClock | undefined> {
  const { config, schema } = postgresConfig(address)
  const client = new pg.Client({ ...config, application_name: 'os_bench_clock' })
  await client.connect()
  const read = async () => {
    const { rows } = await client.query(`select pid from pg_stat_activity where application_name = $1`, [
      schema,
    ])
    return threadTimes(rows.map(({ pid }) => Number(pid)))
  }
  // A server on another machine has other processes.
  const { rows } = await client.query('select pg_backend_pid() as pid')
  if ((await threadTimes([Number(rows[0]?.pid)])) === undefined) {
    await client.end()
    return undefined
  }
  return { read: async () => (await read()) ?? 0, close: () => client.end() }
}

export const postgresEngine: Engine = {
  name: 'postgres',
  title: 'PostgreSQL',
  async create(_folder, name) {
    const url = new URL(serverUrl)
    // The schema's name marks the connections, so that their CPU time can be told from that of others.
    url.searchParams.set('application_name', name)
    url.searchParams.set('schema', name)
    await postgresEngine.drop(url.href)
    const client = new pg.Client({ connectionString: serverUrl })
    await client.connect()
    await client.query('create extension if not exists citext; create extension if not exists pg_trgm')
    await client.end()
    return url.href
  },
  async drop(address) {
    const client = new pg.Client(postgresConfig(address).config)
    await client.connect()
    await client.query(`drop schema if exists "${postgresConfig(address).schema}" cascade`)
    await client.end()
  },
  load: loader,
  serverClock,
  async version(address) {
    const client = await connected(address)
    const { rows } = await client.query(`select split_part(version(), ' ', 2) as version`)
    await client.end()
    return `PostgreSQL ${rows[0]?.version}`
  },
}
