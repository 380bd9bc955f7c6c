import type { Storage } from '@opensupports/core'
import { createPool } from 'mysql2'
import pg from 'pg'
import { mysql } from './mysql.js'
import { type PgPool, postgres } from './postgres.js'
import type { TestServer } from './servers.test-support.js'

interface Hook {
  /** Called after each statement in a transaction of `storage`, which waits for the promise. */
  onStatement?: (() => Promise<void>) | undefined
}

/** Two storages on one database; `storage` calls the hook after each statement in a transaction. */
export interface HookedStorages {
  readonly storage: Storage
  readonly other: Storage
  readonly hook: Hook
  /** Resolves when `work`, which runs on `other`, has ended or waits for a lock. */
  endedOrWaiting(work: Promise<unknown>): Promise<void>
  clear(): Promise<void>
  close(): Promise<void>
}

/** Returns a function that returns whether a statement runs inside a transaction. */
function statementCounter() {
  let isOpen = false
  return (text: string): boolean => {
    if (/^\s*(begin|start transaction)/i.test(text)) {
      isOpen = true
      return false
    }
    if (/^\s*(commit|rollback)/i.test(text)) isOpen = false
    return isOpen
  }
}

/** Speeds up the tests: no fsync on commit, and deadlocks are detected after 10 ms. */
const postgresOptions = '-c synchronous_commit=off -c deadlock_timeout=10ms'

export async function hookedPostgres(server: TestServer): Promise<HookedStorages> {
  const hook: Hook = {}
  const address = await server.empty()
  const url = new URL(address)
  const schema = url.searchParams.get('schema') ?? ''
  url.search = ''
  url.searchParams.set('options', postgresOptions)
  const connectionString = url.href
  const pool = new pg.Pool({ connectionString })
  const view: PgPool = {
    async connect() {
      const client = await pool.connect()
      const isInside = statementCounter()
      return {
        async query(config) {
          const result = await client.query(config as pg.QueryConfig)
          if (isInside(config.text)) await hook.onStatement?.()
          return result
        },
        release: (discard) => client.release(discard),
      }
    },
    end: () => pool.end(),
  }
  const name = `${schema}_other`
  const others = new pg.Pool({ connectionString, application_name: name })
  const observer = new pg.Client({ connectionString })
  await observer.connect()
  const isWaiting = async () => {
    const { rowCount } = await observer.query(
      "select 1 from pg_stat_activity where application_name = $1 and wait_event_type = 'Lock'",
      [name],
    )
    return (rowCount ?? 0) > 0
  }
  const hooked: HookedStorages = {
    storage: await postgres(view, { schema }),
    other: await postgres(others as unknown as PgPool, { schema }),
    hook,
    async endedOrWaiting(work) {
      let isOver = false
      const over = () => {
        isOver = true
      }
      work.then(over, over)
      while (!isOver && !(await isWaiting()));
    },
    clear: () => server.clear(address),
    async close() {
      await hooked.storage.close()
      await hooked.other.close()
      await pool.end()
      await others.end()
      await observer.end()
    },
  }
  return hooked
}

type MysqlPool = Exclude<Parameters<typeof mysql>[0], string>
type Done = (error: unknown, result: unknown) => void

/** Wraps a pool. Calls `after` when a statement ends, before its result is delivered. */
function hookedPool(
  pool: ReturnType<typeof createPool>,
  after: (text: string, error: unknown, isInside: boolean) => Promise<void> | void,
): MysqlPool {
  return {
    getConnection(callback) {
      pool.getConnection((error, connection) => {
        if (error) return callback(error, undefined as never)
        const isInside = statementCounter()
        const query = (text: string, values: unknown[], done: Done) =>
          connection.query(text, values, (failure: unknown, result: unknown) => {
            const hook = after(text, failure, isInside(text))
            void Promise.resolve(hook).then(() => done(failure, result))
          }) as never
        callback(undefined as never, { query, release: () => connection.release() } as never)
      })
    },
    end: (callback) => callback(undefined),
  }
}

export async function hookedMysql(server: TestServer): Promise<HookedStorages> {
  const hook: Hook = {}
  const address = await server.empty()
  const options = {
    uri: address,
    decimalNumbers: true,
    charset: 'utf8mb4_unicode_ci',
    supportBigNumbers: true,
  }
  const pool = createPool(options)
  const others = createPool(options)
  // Fail immediately on a held lock and retry, because MariaDB does not show which connections wait.
  others.on('connection', (connection) => connection.query('set session innodb_lock_wait_timeout = 0'))
  let refused = () => {}
  const hooked: HookedStorages = {
    storage: await mysql(
      hookedPool(pool, (_, error, isInside) => (error || !isInside ? undefined : hook.onStatement?.())),
    ),
    other: await mysql(
      hookedPool(others, (_, error) => {
        if ((error as { errno?: number } | null)?.errno === 1205) refused()
      }),
    ),
    hook,
    async endedOrWaiting(work) {
      const waiting = new Promise<void>((resolve) => {
        refused = resolve
      })
      await Promise.race([work.catch(() => {}), waiting])
    },
    clear: () => server.clear(address),
    async close() {
      await hooked.storage.close()
      await hooked.other.close()
      for (const each of [pool, others]) await new Promise<void>((ended) => void each.end(() => ended()))
    },
  }
  return hooked
}
