import type { Storage } from '@opensupports/core'
import { testStorage } from '@opensupports/core/testing'
import pg from 'pg'
import { afterAll, describe, test } from 'vitest'
import { postgres } from './index.js'

let made = 0
const nextSchema = () => `os_test_${process.pid}_${made++}`

/** A storage whose schema goes with it. */
const passing = (storage: Storage, drop: () => Promise<unknown>): Storage => ({
  ...storage,
  async close() {
    await storage.close()
    await drop()
  },
})

const url = process.env.TEST_POSTGRES_URL ?? 'postgres://postgres@127.0.0.1:5432/test'
const pool = new pg.Pool({ connectionString: url, max: 10 })
const there = await pool
  .query('create extension if not exists citext; create extension if not exists pg_trgm')
  .then(
    () => true,
    () => false,
  )
if (!there)
  console.log(`PostgreSQL: skipped, for want of a server (TEST_POSTGRES_URL; there is none at ${url})`)

describe.skipIf(!there)('a PostgreSQL server', () => {
  afterAll(() => pool.end())

  testStorage(
    async () => {
      const schema = nextSchema()
      return passing(await postgres(pool, { schema }), () => pool.query(`drop schema ${schema} cascade`))
    },
    { test },
  )
})
