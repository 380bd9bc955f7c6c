import type { ConnectionUse, Storage } from '@opensupports/core'
import type { Tables } from '@opensupports/core/schema'
import type { Dialect } from './dialects/dialect.js'
import type { SqlTransaction } from './host-transaction.js'
import type { Limits, ServerLimits } from './limits.js'
import { migrate } from './migrations/index.js'
import { isPurified, storageOfPurifiedNames } from './purified-names.js'
import type { Db } from './schema.js'
import { storageOn } from './storage.js'
import { recountAll } from './stores/recount-all.js'

/** Options for all databases. */
export interface OpenOptions {
  /** Whether to migrate the tables to the newest version. Default true. */
  readonly migrate?: boolean
  /** Called with the SQL of every executed statement, for counting and debugging. */
  readonly onQuery?: (sql: string) => void
  /** When a storage refuses calls instead of letting them wait. Every limit has a default. */
  readonly limits?: ServerLimits
}

/** A connected database whose tables are not checked yet. */
export interface Database {
  readonly db: Db
  readonly dialect: Dialect
  /** The described tables. */
  readonly tables: Tables
  /** The schema of the tables, in a database with several schemas. */
  readonly schema?: string
  readonly limits: Limits
  /** Returns how the pool is used; absent without one. */
  readonly connectionUse?: () => ConnectionUse
  /** Throws if no migration may run. */
  readonly check?: () => Promise<void>
  /** Runs before the migrations. */
  readonly prepare?: () => Promise<void>
}

/** The database belongs to an OpenSupports 4.11, or its adoption is not finished. */
export class NotAdoptedError extends Error {
  override readonly name = 'NotAdoptedError'

  constructor(what = 'the database belongs to OpenSupports 4.11: adopt it first, with `opensupports adopt`') {
    super(what)
  }
}

/** The table that exists during an adoption, with its source and progress. */
export const adoptionTable = 'os_adoption'

/** Returns whether an unfinished adoption is in the database. */
export async function isAdopting({ db, dialect }: Pick<Database, 'db' | 'dialect'>): Promise<boolean> {
  const { rows } = await dialect.tableNames.execute(db)
  return rows.some(({ name }) => name === adoptionTable)
}

export async function refuseUnfinished(database: Database): Promise<void> {
  if (!(await isAdopting(database))) return
  throw new NotAdoptedError('an adoption of the database is unfinished: run `opensupports adopt` again')
}

export async function bringUp(database: Database): Promise<readonly string[]> {
  const { check, prepare } = database
  await check?.()
  await refuseUnfinished(database)
  await prepare?.()
  const applied = await migrate(database)
  const { db, dialect } = database
  // An old server may have written to it since, which notes no changes.
  if (await isPurified(db)) await dialect.transaction(db, (tx) => recountAll(tx, dialect))
  return applied
}

/** Opens a storage. Closes the database if its migration fails. */
export async function openedStorage<Connection>(
  database: Database,
  options: OpenOptions,
): Promise<Storage<SqlTransaction<Connection>>> {
  try {
    if (options.migrate ?? true) await bringUp(database)
  } catch (error) {
    await database.db.destroy()
    throw error
  }
  database.limits.inForce = true
  const { connectionUse } = database
  const plain = storageOn<Connection>(database.db, database.dialect)
  const storage = connectionUse ? { ...plain, connectionUse } : plain
  // Without migrations, our own tables may be missing.
  return (options.migrate ?? true) && (await isPurified(database.db))
    ? storageOfPurifiedNames(storage)
    : storage
}
