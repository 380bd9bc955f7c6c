import { foldedText } from '@opensupports/core'
import Database from 'better-sqlite3'

/** Opens a database file, with the SQL function that the triggers of its search index call. */
export function openRaw(file: string): Database.Database {
  const db = new Database(file)
  db.function('os_folded', { deterministic: true }, (text) =>
    typeof text === 'string' ? foldedText(text) : null,
  )
  return db
}
