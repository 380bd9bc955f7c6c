import type { Dialect, RowLocks } from '../dialects/dialect.js'
import { Overtaken } from '../dialects/retries.js'
import type { Db } from '../schema.js'

type Kind = Exclude<keyof RowLocks, 'inOneStatement'>

/**
 * Locks a row until the transaction ends.
 *
 * @returns false if the row does not exist
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
 * Runs a change after a check that a unique value was free. Throws `Overtaken` if another transaction took the value in
 * the meantime, which makes the transaction retry; its check then sees the value.
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
