import type { Storage } from '@opensupports/core'
import type { Tables } from '@opensupports/core/schema'
import type { Dialect } from './dialects/dialect.js'
import { migrate } from './migrations/index.js'
import { isPurified, storageOfPurifiedNames } from './purified-names.js'
import type { Db } from './schema.js'
import { storageOn } from './storage.js'

/** How any kind of database is opened. */
export interface OpenOptions {
  /** Whether the tables are brought to their newest state. Default true. */
  readonly migrate?: boolean
  /** Called with the text of every statement that is run: for counting and looking. */
  readonly onQuery?: (sql: string) => void
}

/** A connected database, before anything is known of its tables. */
export interface Database {
  readonly db: Db
  readonly dialect: Dialect
  /** What the database has to have. */
  readonly tables: Tables
  /** Where the tables are, in a database that holds several of the same name. */
  readonly schema?: string
  /** Throws where no migration may be run. */
  readonly check?: () => Promise<void>
  /** Run before the migrations. */
  readonly prepare?: () => Promise<void>
}

/** The database is one of OpenSupports 4.11, as its own server left it, or its adoption was not finished. */
export class NotAdoptedError extends Error {
  override readonly name = 'NotAdoptedError'

  constructor(
    what = 'the database is one of OpenSupports 4.11: it has to be adopted first, with `opensupports adopt`',
  ) {
    super(what)
  }
}

/** There while an adoption is under way: how far it has come, and of what. */
export const adoptionTable = 'os_adoption'

/** Whether an adoption was begun in the database, and not finished. */
export async function isAdopting({ db, dialect }: Pick<Database, 'db' | 'dialect'>): Promise<boolean> {
  const { rows } = await dialect.tableNames.execute(db)
  return rows.some(({ name }) => name === adoptionTable)
}

async function refuseUnfinished(database: Database): Promise<void> {
  if (!(await isAdopting(database))) return
  throw new NotAdoptedError('an adoption was begun and not finished: run `opensupports adopt` again')
}

export async function bringUp(database: Database): Promise<readonly string[]> {
  const { check, prepare } = database
  await check?.()
  await refuseUnfinished(database)
  await prepare?.()
  return migrate(database)
}

/** Lets go of the database when it cannot be brought to its newest state. */
export async function openedStorage(database: Database, options: OpenOptions): Promise<Storage> {
  try {
    if (options.migrate ?? true) await bringUp(database)
  } catch (error) {
    await database.db.destroy()
    throw error
  }
  const storage = storageOn(database.db, database.dialect)
  // Without migrations, the tables of ours may not be there.
  return (options.migrate ?? true) && (await isPurified(database.db))
    ? storageOfPurifiedNames(storage)
    : storage
}
