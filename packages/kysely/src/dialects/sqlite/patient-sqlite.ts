import { setTimeout as delay } from 'node:timers/promises'
import { databaseFault } from '@opensupports/core'
import {
  type DatabaseConnection,
  type Driver,
  SqliteAdapter,
  SqliteDialect,
  type SqliteDialectConfig,
  SqliteDriver,
} from 'kysely'
import type { Turns } from '../turns.js'

const patienceMs = 10_000

/** Returns whether an error says that another connection has the lock. */
export const isBusy = (error: unknown) =>
  error instanceof Error && 'code' in error && String(error.code).startsWith('SQLITE_BUSY')

/**
 * Retries while another connection writes. A statement on a busy file has changed nothing.
 *
 * @throws DATABASE_BUSY if the other connection takes longer than ten seconds
 */
export async function whenFree<T>(work: () => Promise<T>): Promise<T> {
  const start = performance.now()
  for (let pause = 1; ; pause = Math.min(2 * pause, 20)) {
    try {
      return await work()
    } catch (error) {
      if (!isBusy(error)) throw error
      if (performance.now() - start > patienceMs) throw databaseFault('DATABASE_BUSY', error)
    }
    await delay(pause)
  }
}

/** Waits for the write lock of another connection without blocking the event loop. */
export class PatientDriver extends SqliteDriver {
  #connection: DatabaseConnection | undefined
  readonly #turns: Turns

  constructor(config: SqliteDialectConfig, turns: Turns) {
    super(config)
    this.#turns = turns
  }

  /** Kysely's own mutex lets new callers overtake those that wait, and wakes all of them for each turn. */
  override async acquireConnection(): Promise<DatabaseConnection> {
    await this.#turns.take()
    const connection = await super.acquireConnection()
    this.#connection ??= {
      executeQuery: (query, ...rest) => whenFree(() => connection.executeQuery(query, ...rest)),
      streamQuery: (query, ...rest) => connection.streamQuery(query, ...rest),
    }
    return this.#connection
  }

  override async releaseConnection(): Promise<void> {
    await super.releaseConnection()
    this.#turns.pass()
  }
}

/** Tables are created in a transaction: concurrent migrations wait, and a failed one leaves nothing. */
export class PatientAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true
  }

  /** Tells Kysely 0.29 to leave the queue to the driver: its own one has no bound, and would make reads wait for writers. */
  get supportsMultipleConnections(): boolean {
    return true
  }
}

/**
 * SQLite's busy timeout blocks the event loop, and deadlocks if the other connection is in this process. This dialect
 * retries asynchronously instead.
 */
export class PatientSqliteDialect extends SqliteDialect {
  readonly #config: SqliteDialectConfig
  readonly #turns: Turns

  constructor(config: SqliteDialectConfig, turns: Turns) {
    super(config)
    this.#config = config
    this.#turns = turns
  }

  override createAdapter(): SqliteAdapter {
    return new PatientAdapter()
  }

  override createDriver(): Driver {
    return new PatientDriver(this.#config, this.#turns)
  }
}
