import { fileURLToPath } from 'node:url'
import type { Storage } from '@opensupports/core'
import { bringUp, type Database, openedStorage, refuseUnfinished } from './database.js'
import { DatabaseError } from './database-error.js'
import { Fault } from './dialects/fault.js'
import { mysqlDatabase } from './dialects/mysql/index.js'
import { postgresDatabase } from './dialects/postgres/index.js'
import { type SqliteOptions, sqliteDatabase } from './dialects/sqlite/index.js'
import type { SqlTransaction } from './host-transaction.js'
import { pendingMigrations } from './migrations/index.js'
import { type SqlEngine, sqlEngines, sqlOfPending } from './migrations/script.js'

export { DatabaseError }

/**
 * Opens the storage at an address. Loads the driver that the address needs, and no other:
 *
 * - `postgres://user:password@host/database`, optionally with `?schema=helpdesk`; needs `pg`
 * - `mysql://user:password@host/database`, or `mariadb://…`; needs `mysql2`
 * - `sqlite:path/to/file.db`, `file:///path/to/file.db`, or just a path; needs `better-sqlite3`
 *
 * @param options.synchronous for SQLite only
 * @throws DatabaseError if the address is invalid, the driver is missing, or the database cannot be reached or migrated
 * @example
 * const storage = await openStorage(process.env.DATABASE_URL ?? 'helpdesk.db')
 */
export const openStorage = (address: string, options: SqliteOptions = {}): Promise<Storage<SqlTransaction>> =>
  told(address, async () => openedStorage(await openDatabase(address, options), options))

/** The result of `migrateDatabase`. */
export interface MigrationReport {
  /** The executed migrations. */
  readonly applied: readonly string[]
  /** The pending migrations: none, except in a dry run. */
  readonly pending: readonly string[]
}

/**
 * Migrates the database at an address to the newest version.
 *
 * @param options.dryRun only says what it would do
 * @throws DatabaseError
 */
export const migrateDatabase = (
  address: string,
  options: { readonly dryRun?: boolean } = {},
): Promise<MigrationReport> =>
  told(address, async () => {
    const database = await openDatabase(address)
    try {
      if (!options.dryRun) return { applied: await bringUp(database), pending: [] }
      await database.check?.()
      await refuseUnfinished(database)
      return { applied: [], pending: await pendingMigrations(database) }
    } finally {
      await database.db.destroy()
    }
  })

/**
 * Returns the SQL of the migrations that are pending in the database at an address, for people who apply it themselves;
 * empty if none is.
 *
 * @throws DatabaseError
 */
export const pendingSql = (address: string): Promise<string> =>
  told(address, async () => {
    const database = await openDatabase(address)
    try {
      await database.check?.()
      await refuseUnfinished(database)
      return await sqlOfPending(engineOf(address), database)
    } finally {
      await database.db.destroy()
    }
  })

function engineOf(address: string): SqlEngine {
  const scheme = schemeOf(address)
  if (scheme === 'postgresql') return 'postgres'
  return sqlEngines.find((engine) => engine === scheme) ?? 'sqlite'
}

const schemeOf = (address: string) => /^[a-z][a-z0-9+.-]+(?=:)/i.exec(address)?.[0].toLowerCase()

/** Opens a file, and connects to a server only at the first statement. */
export async function openDatabase(address: string, options: SqliteOptions = {}): Promise<Database> {
  switch (schemeOf(address)) {
    case undefined:
      return sqliteDatabase(address, options)
    case 'sqlite':
      return sqliteDatabase(address.slice('sqlite:'.length).replace(/^\/\/(?=\/)/, ''), options)
    case 'file':
      return sqliteDatabase(fileURLToPath(address), options)
    case 'postgres':
    case 'postgresql': {
      const url = new URL(address)
      const schema = url.searchParams.get('schema')
      url.searchParams.delete('schema')
      return postgresDatabase(url.href, { ...options, ...(schema ? { schema } : {}) })
    }
    case 'mysql':
    case 'mariadb':
      return mysqlDatabase(address.replace(/^mariadb:/i, 'mysql:'), options)
    default:
      throw new Error(
        'an address must start with postgres:, mysql:, mariadb:, sqlite: or file:, or be a path',
      )
  }
}

/** Returns the address without its password and its options, which may be secret, too. */
export function addressWithoutSecrets(address: string): string {
  return address.replace(/\?.*$/s, '').replace(/^([a-z][a-z0-9+.-]*:\/\/)([^/]*)@/i, (_, scheme, user) => {
    return `${scheme}${String(user).split(':')[0]}@`
  })
}

/** Runs `work`, and turns its errors into a DatabaseError that names the database and the cause. */
export async function told<T>(address: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (cause) {
    if (cause instanceof DatabaseError) throw cause
    const text = reasonOf(cause).replaceAll(address, addressWithoutSecrets(address))
    throw new DatabaseError(`${addressWithoutSecrets(address)} cannot be used: ${text}`, { cause })
  }
}

function reasonOf(error: unknown): string {
  if (error instanceof Fault && error.cause !== undefined) return reasonOf(error.cause)
  // If several addresses of a host refuse, the error has no message.
  if (error instanceof AggregateError && error.errors.length > 0) return reasonOf(error.errors[0])
  const { code, message } = error as NodeJS.ErrnoException
  if (code === 'ERR_INVALID_URL') return 'it is not a valid address'
  return message || code || String(error)
}
