import type { Storage } from '@opensupports/core'
import { expect, onTestFinished, test, vi } from 'vitest'
import type { ServerLimits } from './index.js'
import { limitsOf } from './limits.js'
import { type PgPool, postgres } from './postgres.js'
import { sqlite } from './sqlite.js'

type Client = Awaited<ReturnType<PgPool['connect']>>

/** A pool whose connections answer as told. */
interface FakePool extends PgPool {
  /** The statements, without those that set up a connection. */
  readonly statements: string[]
  /** For each returned connection, whether it was discarded. */
  readonly returned: boolean[]
  /** Answers the next statements, in order; afterwards all answer. */
  readonly next: (() => Promise<unknown>)[]
}

const never = () => new Promise<never>(() => {})
const broken = () => Promise.reject(Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' }))
const terminated = () =>
  Promise.reject(Object.assign(new Error('shutdown'), { severity: 'FATAL', code: '57P01' }))
const answer = async () => ({ command: 'SELECT', rowCount: 0, rows: [] })

function fakePool(connects: (client: Client) => Promise<Client> = async (client) => client): FakePool {
  const pool: FakePool = {
    statements: [],
    returned: [],
    next: [],
    connect: () =>
      connects({
        query({ text }) {
          if (text.startsWith('set search_path')) return answer()
          pool.statements.push(text.split(' ').slice(0, 2).join(' '))
          return (pool.next.shift() ?? answer)()
        },
        release: (discard = false) => void pool.returned.push(discard),
      }),
    end: async () => {},
  }
  return pool
}

async function storageOn(pool: PgPool, limits: ServerLimits): Promise<Storage> {
  const storage = await postgres(pool, { migrate: false, limits })
  onTestFinished(() => storage.close())
  return storage
}

const code = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: unknown) => (error as { code?: string }).code,
  )

test('a database that accepts no connection is DATABASE_UNAVAILABLE, and a late connection goes back', async () => {
  const waiters: (() => void)[] = []
  const pool = fakePool((client) => new Promise((come) => waiters.push(() => come(client))))
  const storage = await storageOn(pool, { connectTimeout: 1 })
  const refused = storage.settings.all()
  await expect(refused).rejects.toMatchObject({
    code: 'DATABASE_UNAVAILABLE',
    status: 503,
    details: { retryAfter: 5 },
  })
  waiters.shift()?.()
  await new Promise((turn) => setImmediate(turn))
  expect(pool.returned).toEqual([false])
  expect(pool.statements).toEqual([])
})

test('the use of the pool is known, while calls run and afterwards', async () => {
  const pool = fakePool()
  const storage = await storageOn(pool, {})
  const ends: (() => void)[] = []
  pool.next.push(() => new Promise((end) => ends.push(() => end(answer()))))
  expect(storage.connectionUse?.()).toEqual({ inUse: 0, waiting: 0, limit: null })
  const running = storage.settings.all()
  await vi.waitUntil(() => ends.length > 0)
  expect(storage.connectionUse?.()).toEqual({ inUse: 1, waiting: 0, limit: null })
  ends.shift()?.()
  await running
  expect(storage.connectionUse?.()).toEqual({ inUse: 0, waiting: 0, limit: null })
})

test('calls beyond the bound are refused at once, also while the earlier ones have given up', async () => {
  const pool = fakePool(never)
  const storage = await storageOn(pool, { connectTimeout: 1, waiting: 2 })
  const three = [storage.settings.all(), storage.settings.all(), storage.settings.all()]
  expect(await Promise.all(three.map(code))).toEqual([
    'DATABASE_UNAVAILABLE',
    'DATABASE_UNAVAILABLE',
    'DATABASE_BUSY',
  ])
  expect(await code(storage.settings.all())).toBe('DATABASE_BUSY')
})

test('where others have all connections, a call that waits too long is DATABASE_BUSY', async () => {
  let left = 1
  const pool = fakePool((client) => (left-- > 0 ? Promise.resolve(client) : never()))
  const storage = await storageOn(pool, { connectTimeout: 1 })
  await storage.transaction(async () => {
    expect(await code(storage.settings.all())).toBe('DATABASE_BUSY')
  })
})

test('a connection that does not answer is discarded, and its call is not repeated', async () => {
  const pool = fakePool()
  const storage = await storageOn(pool, { statementTimeout: 1 })
  pool.next.push(never)
  expect(await code(storage.settings.all())).toBe('DATABASE_UNAVAILABLE')
  expect(pool.returned).toEqual([true])
  expect(pool.statements).toHaveLength(1)
})

test.each([
  ['the network', broken],
  ['the server', terminated],
])('a read on a connection that %s broke is repeated once, on another one', async (_, breaks) => {
  const pool = fakePool()
  const storage = await storageOn(pool, {})
  pool.next.push(breaks)
  expect(await storage.settings.all()).toEqual({})
  expect(pool.returned).toEqual([true, false])
  pool.next.push(breaks, breaks)
  expect(await code(storage.settings.all())).toBe('DATABASE_UNAVAILABLE')
  expect(pool.statements).toHaveLength(4)
})

test('neither a write nor a read inside a transaction is repeated', async () => {
  const pool = fakePool()
  const storage = await storageOn(pool, {})
  pool.next.push(broken)
  expect(await code(storage.settings.set({ title: 'Once' }))).toBe('DATABASE_UNAVAILABLE')
  expect(pool.statements).toEqual(['insert into'])
  pool.next.push(answer, broken)
  expect(await code(storage.transaction((tx) => tx.settings.all()))).toBe('DATABASE_UNAVAILABLE')
  expect(pool.statements.slice(1)).toEqual(['start transaction', expect.stringMatching(/^select /)])
})

test('a transaction whose connection was broken before it began runs on another connection', async () => {
  const pool = fakePool()
  const storage = await storageOn(pool, {})
  pool.next.push(broken)
  await storage.transaction((tx) => tx.settings.all())
  expect(pool.statements.map((text) => text.split(' ')[0])).toEqual(['start', 'start', 'select', 'commit'])
})

test('a closed storage reads nothing more', async () => {
  const storage = await postgres(fakePool(), { migrate: false })
  await storage.settings.all()
  await storage.close()
  await expect(storage.settings.all()).rejects.toThrow('the storage is closed')
})

test('an unusable limit is refused by its name', async () => {
  await expect(sqlite(':memory:', { limits: { waiting: 0 } })).rejects.toThrow('the limit waiting')
  await expect(postgres(fakePool(), { limits: { lockTimeout: 0.5 } })).rejects.toThrow('lockTimeout')
})

test('a lock is waited for longer than PostgreSQL takes to find a deadlock, by default', () => {
  expect(limitsOf().lockTimeout).toBeGreaterThan(1000)
})
