import { closeSync, existsSync, openSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
// Read threads load this file. The whole core would take most of their start.
import { foldedText } from '@opensupports/core/schema'
import Database from 'better-sqlite3'
import type { SqliteDatabase, SqliteStatement } from 'kysely'
import { DatabaseError } from '../../database-error.js'
import { withNamedRows } from './named-rows.js'
import { withUnseenLimits } from './unseen-limits.js'

/** Opens a file for writing. Creates a new one readable by its owner only; SQLite gives its journals the same mode. */
export function openForWriting(file: string): Database.Database {
  try {
    if (file !== '' && file !== ':memory:' && !existsSync(file)) closeSync(openSync(file, 'a', 0o600))
    return withFunctions(new Database(file, { timeout: 0 }))
  } catch (cause) {
    throw new DatabaseError(`${file} cannot be used: ${reasonOf(cause as Error, file)}`, { cause })
  }
}

function reasonOf({ message }: Error, file: string): string {
  // Package managers may skip the script that fetches or compiles it, and each version of Node.js needs its own.
  if (message.includes('better_sqlite3.node'))
    return 'better-sqlite3 has no native part for this Node.js: allow its install script, and run `npm rebuild better-sqlite3`'
  const folder = dirname(resolve(file))
  return existsSync(folder) ? message : `there is no folder ${folder}`
}

/** Opens a file that exists for reading. */
export const openForReading = (file: string): Database.Database =>
  withFunctions(new Database(file, { readonly: true, fileMustExist: true, timeout: 0 }))

/** Registers the functions that statements use. They belong to a connection, not to the file. */
export function withFunctions(database: Database.Database): Database.Database {
  return database.function('os_folded', { deterministic: true }, (text) =>
    typeof text === 'string' ? foldedText(text) : null,
  )
}

const mostStatements = 500

/** Caches prepared statements by text: preparing a statement costs more than running a small one. */
export function withStatementCache(database: Database.Database): SqliteDatabase {
  const statements = new Map<string, SqliteStatement>()
  return {
    prepare(text: string) {
      // A deferred transaction that upgrades from reading to writing fails immediately if another process writes,
      // whatever the timeout. `begin immediate` takes the write lock at the start, where waiting works.
      const sql = text === 'begin' && !database.readonly ? 'begin immediate' : text
      const known = statements.get(sql)
      if (known) return known
      const statement = withNamedRows(database.prepare(withUnseenLimits(sql)))
      // Statements with lists of different lengths would otherwise grow the cache without limit.
      if (statements.size >= mostStatements) statements.clear()
      statements.set(sql, statement)
      return statement
    },
    close: () => void database.close(),
  }
}
