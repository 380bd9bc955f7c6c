import { type Connection, createConnection } from 'mysql2/promise'
import { batches } from './batches.js'
import type { Engine, Loader, Row, ServerClock } from './engine.js'
import { threadTimes } from './server-clock.js'

const serverUrl = process.env.TEST_MYSQL_URL ?? 'mysql://root@127.0.0.1:3306'

export const mariadbConfig = (uri: string) => ({
  uri,
  decimalNumbers: true,
  supportBigNumbers: true,
  charset: 'utf8mb4_unicode_ci',
})

/** Quotes names as MariaDB does. */
export const inBackticks = (sql: string): string => sql.replaceAll('"', '`')

const rowsOf = async (connection: Connection, sql: string): Promise<Row[]> =>
  (await connection.query(inBackticks(sql)))[0] as Row[]

async function loader(address: string): Promise<Loader> {
  const connection = await createConnection(mariadbConfig(address))
  await connection.query('set foreign_key_checks = 0')
  return {
    rows: (sql) => rowsOf(connection, sql),
    run: async (sql) => void (await connection.query(inBackticks(sql))),
    async fill(table, rows) {
      for (const batch of batches(rows, 20_000)) {
        const names = Object.keys(batch[0] ?? {})
        await connection.beginTransaction()
        for (const some of batches(batch, 1000))
          await connection.query(`insert into \`${table}\` (??) values ?`, [
            names,
            some.map((row) => names.map((name) => row[name])),
          ])
        await connection.commit()
      }
    },
    close: () => connection.end(),
  }
}

async function serverClock(address: string): Promise<ServerClock | undefined> {
  const connection = await createConnection(serverUrl)
  const database = new URL(address).pathname.slice(1)
  const own = await rowsOf(
    connection,
    'select tid from information_schema.processlist where id = connection_id()',
  ).catch(() => [])
  // MySQL does not tell its threads, and a server on another machine has other ones.
  if (own[0] === undefined || (await threadTimes([Number(own[0].tid)])) === undefined) {
    await connection.end()
    return undefined
  }
  const read = async () => {
    const rows = await rowsOf(
      connection,
      `select tid from information_schema.processlist where db = '${database}'`,
    )
    return (await threadTimes(rows.map(({ tid }) => Number(tid)))) ?? 0
  }
  return { read, close: () => connection.end() }
}

export const mariadbEngine: Engine = {
  name: 'mariadb',
  title: 'MariaDB',
  async create(_folder, name) {
    const url = new URL(serverUrl)
    url.pathname = `/${name}`
    await mariadbEngine.drop(url.href)
    const connection = await createConnection(serverUrl)
    await connection.query(`create database ${name} character set utf8mb4 collate utf8mb4_unicode_ci`)
    await connection.end()
    return url.href
  },
  async drop(address) {
    const connection = await createConnection(serverUrl)
    await connection.query(`drop database if exists ${new URL(address).pathname.slice(1)}`)
    await connection.end()
  },
  load: loader,
  serverClock,
  async version(address) {
    const connection = await createConnection(address)
    const [row] = await rowsOf(connection, 'select version() as version')
    await connection.end()
    const version = String(row?.version)
    return /mariadb/i.test(version) ? `MariaDB ${version.split('-')[0]}` : `MySQL ${version}`
  },
}
