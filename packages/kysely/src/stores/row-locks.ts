import type { Dialect, RowLocks } from '../dialects/dialect.js'
import { Overtaken } from '../dialects/retries.js'
import type { Db } from '../schema.js'

type Kind = keyof RowLocks

/**
 * Locks a row until the transaction ends.
 *
 * @returns false when it is gone
 */
export async function lockRow(
  db: Db,
  { rowLocks }: Pick<Dialect, 'rowLocks'>,
  table: 'department' | 'staff' | 'user' | 'ticket' | 'topic' | 'customfield',
  id: number,
  kind: Kind,
): Promise<boolean> {
  const row = db.selectFrom(table).select('id').where('id', '=', id)
  const locked = await (rowLocks ? row.modifyEnd(rowLocks[kind]) : row).execute()
  return locked.length > 0
}

/**
 * Runs a change that found a value free which has to be unique. Somebody else may have taken it since: then the
 * transaction runs again, and finds that.
 */
export async function unlessOvertaken<T>(
  { isDuplicate }: Pick<Dialect, 'isDuplicate'>,
  change: () => Promise<T>,
): Promise<T> {
  try {
    return await change()
  } catch (error) {
    if (isDuplicate?.(error))
      throw new Overtaken('another transaction took the value first', { cause: error })
    throw error
  }
}
