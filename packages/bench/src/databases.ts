// Databases on servers, created for a measurement and dropped after it.
import { createConnection } from 'mysql2/promise'
import pg from 'pg'

const postgresUrl = process.env.TEST_POSTGRES_URL ?? 'postgres://postgres@127.0.0.1:5432/test'
const mysqlUrl = process.env.TEST_MYSQL_URL ?? 'mysql://root@127.0.0.1:3306'

const drops: (() => Promise<unknown>)[] = []
let made = 0
const nextName = () => `os_bench_${process.pid}_${made++}`

/** Returns the address of an empty schema; undefined without a server. */
export async function emptyPostgres(): Promise<string | undefined> {
  const client = new pg.Client({ connectionString: postgresUrl })
  try {
    await client.connect()
    await client.query('create extension if not exists citext; create extension if not exists pg_trgm')
    await client.end()
  } catch {
    console.log(`PostgreSQL: skipped, no server at ${postgresUrl}; set TEST_POSTGRES_URL`)
    return undefined
  }
  const schema = nextName()
  drops.push(async () => {
    const later = new pg.Client({ connectionString: postgresUrl })
    await later.connect()
    await later.query(`drop schema if exists ${schema} cascade`)
    await later.end()
  })
  return `${postgresUrl}?schema=${schema}`
}

/** Returns the address of an empty database; undefined without a server. */
export async function emptyMysql(): Promise<string | undefined> {
  const connection = await createConnection(mysqlUrl).catch(() => undefined)
  if (!connection) {
    console.log(`MySQL: skipped, no server at ${mysqlUrl}; set TEST_MYSQL_URL`)
    return undefined
  }
  const name = nextName()
  await connection.query(`create database ${name} character set utf8mb4 collate utf8mb4_unicode_ci`)
  await connection.end()
  drops.push(async () => {
    const later = await createConnection(mysqlUrl)
    await later.query(`drop database ${name}`)
    await later.end()
  })
  const address = new URL(mysqlUrl)
  address.pathname = `/${name}`
  return address.href
}

export async function runMysql(address: string, statement: string): Promise<void> {
  const connection = await createConnection(address)
  await connection.query(statement)
  await connection.end()
}

export async function dropDatabases(): Promise<void> {
  for (const drop of drops.splice(0)) await drop()
}
