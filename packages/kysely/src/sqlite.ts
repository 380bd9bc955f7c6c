import { closeSync, existsSync, openSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { foldedText, type Storage } from '@opensupports/core'
import { tables } from '@opensupports/core/schema'
import Database from 'better-sqlite3'
import { Kysely } from 'kysely'
import { type Database as AnyDatabase, type OpenOptions, openedStorage } from './database.js'
import { DatabaseError } from './database-error.js'
import { PatientSqliteDialect, sqliteDialect } from './dialects/sqlite/index.js'
import type { Schema } from './schema.js'

/** How a SQLite database is opened. */
export type SqliteOptions = OpenOptions

/**
 * Keeps a helpdesk in a SQLite file, which is made when it is not there, for its owner alone; `:memory:` keeps it in
 * memory. The journal is a write-ahead log, so that readers do not wait for writers; several processes may share the
 * file.
 *
 * @throws DatabaseError with the path when the file cannot be opened
 * @example
 * const helpdesk = new OpenSupports({ storage: await sqlite('helpdesk.db') })
 */
export const sqlite = async (file: string, options: SqliteOptions = {}): Promise<Storage> =>
  openedStorage(sqliteDatabase(file, options), options)

export function sqliteDatabase(file: string, options: SqliteOptions = {}): AnyDatabase {
  const database = openFile(file)
  database.pragma('journal_mode = WAL')
  database.pragma('synchronous = NORMAL')
  database.pragma('foreign_keys = ON')
  database.function('os_folded', { deterministic: true }, (text) =>
    typeof text === 'string' ? foldedText(text) : null,
  )
  // From here on the dialect waits.
  database.pragma('busy_timeout = 0')
  const db = new Kysely<Schema>({
    dialect: new PatientSqliteDialect({ database: withStatementCache(database) }),
    ...(options.onQuery ? { log: (event) => options.onQuery?.(event.query.sql) } : {}),
  })
  return { db, dialect: sqliteDialect(database), tables }
}

/** Opens the file; a new one is readable by its owner alone, and so are the two that SQLite puts beside it. */
function openFile(file: string): Database.Database {
  try {
    if (file !== '' && file !== ':memory:' && !existsSync(file)) closeSync(openSync(file, 'a', 0o600))
    return new Database(file, { timeout: 10_000 })
  } catch (cause) {
    const folder = dirname(resolve(file))
    const reason = existsSync(folder) ? (cause as Error).message : `there is no folder ${folder}`
    throw new DatabaseError(`${file} cannot be used: ${reason}`, { cause })
  }
}

const mostStatements = 500

/** Preparing a statement costs more than running a small one: each text is prepared once. */
function withStatementCache(database: Database.Database) {
  const statements = new Map<string, Database.Statement>()
  return {
    prepare(text: string) {
      // A transaction that begins to write after it has read fails at once where another process writes, however long
      // it would wait: all of ours write, so that they wait at their start.
      const sql = text === 'begin' ? 'begin immediate' : text
      const known = statements.get(sql)
      if (known) return known as never
      const statement = database.prepare(sql)
      // Texts with lists of many lengths would fill it without end.
      if (statements.size >= mostStatements) statements.clear()
      statements.set(sql, statement)
      return statement as never
    },
    close: () => void database.close(),
  }
}
