import pg from 'pg'

/** Runs something on a new PostgreSQL database beside the given one, and drops it. */
export async function onPostgres(givenUrl, prefix, work) {
  const name = `${prefix}_${process.pid}`
  const client = new pg.Client(givenUrl)
  await client.connect()
  try {
    await client.query(`create database ${name}`)
    const url = new URL(givenUrl)
    url.pathname = `/${name}`
    await work(url.href)
  } finally {
    await client.query(`drop database if exists ${name} with (force)`)
    await client.end()
  }
}
