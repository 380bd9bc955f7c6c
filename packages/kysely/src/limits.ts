/**
 * Limits of a storage, beyond which calls get DATABASE_BUSY or DATABASE_UNAVAILABLE. Times are in milliseconds. They
 * apply once the storage is open: migrations and adoptions run without them. SQLite and PGlite have only `waiting`.
 */
export interface ServerLimits {
  /** The most connections of a pool that is made from an address. Default 10. */
  readonly connections?: number
  /** The most calls that wait for a connection at once. Further ones are refused immediately. Default 1000. */
  readonly waiting?: number
  /**
   * How long a call waits for a connection, while none becomes free or statements meet faults: a queue that moves is
   * bounded by `waiting` alone. Default 1000.
   */
  readonly connectTimeout?: number
  /**
   * How long a statement waits for a lock of another session, in a pool that is made from an address. MySQL and MariaDB
   * round it up to whole seconds. Longer than PostgreSQL takes to find a deadlock (`deadlock_timeout`, one second), which
   * is retried: a lock that takes too long is not. Default 2000.
   */
  readonly lockTimeout?: number
  /**
   * How long a statement may run, in a pool that is made from an address; MySQL ends only reads. A connection that has
   * not answered one second later is discarded, in any pool. Default 10,000.
   */
  readonly statementTimeout?: number
}

/** The limits of a storage. */
export interface Limits extends Required<ServerLimits> {
  /** Whether they apply: not before the storage is open. */
  inForce: boolean
}

/**
 * Returns the limits with their defaults.
 *
 * @throws Error with the name of a limit that is not a whole number from 1 on
 */
export function limitsOf(given: ServerLimits = {}): Limits {
  for (const [name, value] of Object.entries(given)) {
    if (!Number.isSafeInteger(value) || value < 1)
      throw new Error(`the limit ${name} must be a whole number from 1 on`)
  }
  return {
    connections: given.connections ?? 10,
    waiting: given.waiting ?? 1000,
    connectTimeout: given.connectTimeout ?? 1000,
    lockTimeout: given.lockTimeout ?? 2000,
    statementTimeout: given.statementTimeout ?? 10_000,
    inForce: false,
  }
}

/** How long the opening of a storage waits for a connection, in milliseconds. */
export const patienceAtStart = 10_000

/** How long statements in progress may take while the storage closes, in milliseconds. */
export const patienceAtClose = 5000
