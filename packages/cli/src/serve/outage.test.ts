import { memoryFiles, type Storage } from '@opensupports/core'
import { type PgPool, postgres } from '@opensupports/kysely/postgres'
import { sqlite } from '@opensupports/kysely/sqlite'
import { expect, onTestFinished, test } from 'vitest'
import { readConfig } from './config.js'
import { startServer } from './server.js'

const silent = { info: () => {}, warn: () => {}, error: () => {} }
const config = { ...readConfig({}), port: 0, pollEvery: 0, deliverMail: false }

const serving = (storage: Storage, healthLimitMs = 60_000) =>
  startServer({ config, storage, files: memoryFiles(), log: silent, healthLimitMs })

/** A storage that stops answering, and does not close. */
async function hangingStorage() {
  const storage = await sqlite(':memory:')
  onTestFinished(() => storage.close())
  const asked = { times: 0 }
  const hanging: Storage = {
    ...storage,
    settings: {
      ...storage.settings,
      all: () => {
        asked.times++
        return new Promise(() => {})
      },
    },
    close: () => new Promise(() => {}),
  }
  return { hanging, asked }
}

/** Stands for a server that accepts connections and answers no statement. */
const silentPool: PgPool = {
  connect: async () => ({
    query: ({ text }) =>
      text.startsWith('set search_path') ? Promise.resolve({ rows: [] }) : new Promise(() => {}),
    release: () => {},
  }),
  end: async () => {},
}

test('/health answers 503 although the database hangs, and its checks do not pile up', async () => {
  const { hanging, asked } = await hangingStorage()
  const running = await serving(hanging, 1)
  const before = asked.times
  for (let times = 0; times < 3; times++) {
    const response = await fetch(`${running.url}/health`)
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '5'])
    expect(await response.json()).toEqual({ status: 'failing' })
  }
  expect(asked.times - before).toBe(1)
  await running.stop(1)
})

test('a server whose database hangs stops, and cuts the request that waits for it', async () => {
  const { hanging, asked } = await hangingStorage()
  const running = await serving(hanging)
  const waiting = fetch(`${running.url}/api/system/get-settings`, { method: 'POST' })
  while (asked.times === 0) await new Promise((turn) => setImmediate(turn))
  await Promise.all([expect(waiting).rejects.toThrow(), running.stop(20)])
})

test('calls to a database that does not answer are DATABASE_UNAVAILABLE, and /health fails', async () => {
  const limits = { statementTimeout: 1, connections: 1 }
  const running = await serving(await postgres(silentPool, { migrate: false, limits }))
  const [health, native] = await Promise.all([
    fetch(`${running.url}/health`),
    fetch(`${running.url}/api/system/get-settings`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    }),
  ])
  expect(health.status).toBe(503)
  expect([native.status, native.headers.get('retry-after')]).toEqual([503, '5'])
  expect(await native.json()).toMatchObject({ message: 'DATABASE_UNAVAILABLE', data: { retryAfter: 5 } })
  await running.stop()
})
