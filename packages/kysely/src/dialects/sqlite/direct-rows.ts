import type { SqliteDatabase } from 'kysely'
import { isBusy } from './patient-sqlite.js'

/** Returns the rows of a select statement; undefined if another connection has the lock. */
export function directRows(
  database: SqliteDatabase,
  sql: string,
  parameters: readonly unknown[],
  onQuery: ((sql: string) => void) | undefined,
): unknown[] | undefined {
  try {
    const rows = database.prepare(sql).all(parameters)
    onQuery?.(sql)
    return rows
  } catch (error) {
    if (isBusy(error)) return undefined
    throw error
  }
}
