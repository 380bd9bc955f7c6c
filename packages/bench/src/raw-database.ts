import { foldedText } from '@opensupports/core'
import Database from 'better-sqlite3'

/** Opens a file of the product's, with the function that its search index calls when tickets are written. */
export function openRaw(file: string): Database.Database {
  const db = new Database(file)
  db.function('os_folded', { deterministic: true }, (text) =>
    typeof text === 'string' ? foldedText(text) : null,
  )
  return db
}
