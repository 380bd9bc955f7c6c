import type Sqlite from 'better-sqlite3'
import { createPool, type PoolConnection } from 'mysql2/promise'
import pg from 'pg'
import { type Desk, inBackticks, mariadbConfig, openSqlite, postgresConfig } from '../desks/index.js'
import type { Database, Query, Row, Work } from './work.js'

type Ask = (query: Query) => Promise<Row[]>

async function finish<T>(work: Work<T>, ask: Ask): Promise<T> {
  let next = work.next()
  while (!next.done) next = work.next(await ask(next.value))
  return next.value
}

/** Translates each statement once. */
function cached<T>(translate: (sql: string) => T): (sql: string) => T {
  const known = new Map<string, T>()
  return (sql) => {
    let translated = known.get(sql)
    if (translated === undefined) {
      translated = translate(sql)
      known.set(sql, translated)
    }
    return translated
  }
}

function sqliteDatabase(file: string): Database {
  const db = openSqlite(file)
  db.pragma('journal_mode = WAL')
  db.pragma('synchronous = FULL')
  const prepared = cached((sql): Sqlite.Statement => db.prepare(sql))
  const ask = ({ sql, values }: Query): Row[] => {
    const statement = prepared(sql)
    if (statement.reader) return statement.all(values) as Row[]
    statement.run(values)
    return []
  }
  function run<T>(work: Work<T>): T {
    let next = work.next()
    while (!next.done) next = work.next(ask(next.value))
    return next.value
  }
  return {
    run,
    write(work) {
      prepared('begin immediate').run()
      try {
        const result = run(work)
        prepared('commit').run()
        return result
      } catch (error) {
        prepared('rollback').run()
        throw error
      }
    },
    close: async () => void db.close(),
  }
}

const connections = 10

function postgresDatabase(address: string): Database {
  const { config, schema } = postgresConfig(address)
  const pool = new pg.Pool({
    ...config,
    max: connections,
    application_name: schema,
    options: `-c search_path=${schema},public`,
  })
  let statements = 0
  const named = cached((sql) => {
    let place = 0
    return { name: `s${statements++}`, text: sql.replaceAll('?', () => `$${++place}`) }
  })
  const askOn =
    (client: pg.Pool | pg.PoolClient): Ask =>
    async ({ sql, values }) => {
      const { name, text } = named(sql)
      return (await client.query({ name, text, values: [...values] })).rows as Row[]
    }
  return {
    run: (work) => finish(work, askOn(pool)),
    async write(work) {
      const client = await pool.connect()
      try {
        await client.query('begin')
        const result = await finish(work, askOn(client))
        await client.query('commit')
        return result
      } catch (error) {
        await client.query('rollback')
        throw error
      } finally {
        client.release()
      }
    },
    close: () => pool.end(),
  }
}

function mariadbDatabase(address: string): Database {
  const pool = createPool({ ...mariadbConfig(address), connectionLimit: connections })
  const quoted = cached(inBackticks)
  const askOn =
    (client: Pick<PoolConnection, 'execute'>): Ask =>
    async ({ sql, values }) =>
      (await client.execute(quoted(sql), values as string[]))[0] as Row[]
  return {
    run: (work) => finish(work, askOn(pool)),
    async write(work) {
      const client = await pool.getConnection()
      try {
        await client.beginTransaction()
        const result = await finish(work, askOn(client))
        await client.commit()
        return result
      } catch (error) {
        await client.rollback()
        throw error
      } finally {
        client.release()
      }
    },
    close: () => pool.end(),
  }
}

/** Opens the database of a helpdesk, as one writes it by hand: a driver, a pool and prepared statements. */
export const openDatabase = ({ engine, address }: Pick<Desk, 'engine' | 'address'>): Database =>
  ({ sqlite: sqliteDatabase, postgres: postgresDatabase, mariadb: mariadbDatabase })[engine](address)
