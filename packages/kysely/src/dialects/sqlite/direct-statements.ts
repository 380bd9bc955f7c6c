import type { SqliteDatabase } from 'kysely'
import { isBusy } from './patient-sqlite.js'

type OnQuery = ((sql: string) => void) | undefined

function run<T>(sql: string, onQuery: OnQuery, work: () => T): T | undefined {
  try {
    const result = work()
    onQuery?.(sql)
    return result
  } catch (error) {
    if (isBusy(error)) return undefined
    throw error
  }
}

/** Returns the rows of a statement, none for one that returns none; undefined if another connection has the lock. */
export const directRows = (
  database: SqliteDatabase,
  sql: string,
  parameters: readonly unknown[],
  onQuery: OnQuery,
): unknown[] | undefined =>
  run(sql, onQuery, () => {
    const statement = database.prepare(sql)
    if (statement.reader) return statement.all(parameters)
    statement.run(parameters)
    return []
  })

/** Runs a change, and returns the number of changed rows; undefined if another connection has the lock. */
export const directChange = (
  database: SqliteDatabase,
  sql: string,
  parameters: readonly unknown[],
  onQuery: OnQuery,
): number | undefined => run(sql, onQuery, () => Number(database.prepare(sql).run(parameters).changes))

/** Runs an insert of at most one row. Returns its id, 0 for none; undefined if another connection has the lock. */
export const directInsert = (
  database: SqliteDatabase,
  sql: string,
  parameters: readonly unknown[],
  onQuery: OnQuery,
): number | undefined =>
  run(sql, onQuery, () => {
    const { changes, lastInsertRowid } = database.prepare(sql).run(parameters)
    return Number(changes) === 0 ? 0 : Number(lastInsertRowid)
  })

/**
 * Returns a number that changes with each commit of another connection, in any process; undefined if another connection
 * has the lock. A connection that only reads sees all changes this way.
 */
export const dataVersion = (database: SqliteDatabase, onQuery: OnQuery): number | undefined =>
  run('pragma data_version', onQuery, () => {
    const [row] = database.prepare('pragma data_version').all([]) as { data_version: number }[]
    return row?.data_version
  })
