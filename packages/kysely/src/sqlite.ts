import { closeSync, existsSync, openSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { foldedText, type Storage } from '@opensupports/core'
import { tables } from '@opensupports/core/schema'
import Database from 'better-sqlite3'
import { Kysely } from 'kysely'
import { type Database as AnyDatabase, type OpenOptions, openedStorage } from './database.js'
import { DatabaseError } from './database-error.js'
import { PatientSqliteDialect, sqliteDialect } from './dialects/sqlite/index.js'
import { Turns } from './dialects/turns.js'
import { limitsOf } from './limits.js'
import type { Schema } from './schema.js'

/** Options for SQLite. */
export type SqliteOptions = OpenOptions

/**
 * Opens a storage in a SQLite file. Creates the file if it is missing, readable by its owner only. `:memory:` keeps the
 * data in memory. Uses a write-ahead log, so readers do not wait for writers. Several processes may share the file.
 *
 * @throws DatabaseError with the path if the file cannot be opened
 * @example
 * const helpdesk = new OpenSupports({ storage: await sqlite('helpdesk.db') })
 */
export const sqlite = async (file: string, options: SqliteOptions = {}): Promise<Storage> =>
  openedStorage(sqliteDatabase(file, options), options)

export function sqliteDatabase(file: string, options: SqliteOptions = {}): AnyDatabase {
  const limits = limitsOf(options.limits)
  const database = openFile(file)
  database.pragma('journal_mode = WAL')
  database.pragma('synchronous = NORMAL')
  database.pragma('foreign_keys = ON')
  database.function('os_folded', { deterministic: true }, (text) =>
    typeof text === 'string' ? foldedText(text) : null,
  )
  // From here on the dialect retries asynchronously.
  database.pragma('busy_timeout = 0')
  const db = new Kysely<Schema>({
    dialect: new PatientSqliteDialect({ database: withStatementCache(database) }, new Turns(limits.waiting)),
    ...(options.onQuery ? { log: (event) => options.onQuery?.(event.query.sql) } : {}),
  })
  return { db, dialect: sqliteDialect(database), tables, limits }
}

/** Opens the file. Creates a new one readable by its owner only; SQLite gives its journal files the same mode. */
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

/** Caches prepared statements by text: preparing a statement costs more than running a small one. */
function withStatementCache(database: Database.Database) {
  const statements = new Map<string, Database.Statement>()
  return {
    prepare(text: string) {
      // A deferred transaction that upgrades from reading to writing fails immediately if another process writes,
      // whatever the timeout. `begin immediate` takes the write lock at the start, where waiting works.
      const sql = text === 'begin' ? 'begin immediate' : text
      const known = statements.get(sql)
      if (known) return known as never
      const statement = database.prepare(sql)
      // Statements with lists of different lengths would otherwise grow the cache without limit.
      if (statements.size >= mostStatements) statements.clear()
      statements.set(sql, statement)
      return statement as never
    },
    close: () => void database.close(),
  }
}
