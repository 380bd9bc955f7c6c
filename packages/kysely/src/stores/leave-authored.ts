import type { Db } from '../schema.js'

/**
 * Takes the author from some rows of an account.
 *
 * @returns the ids of the rows; fewer than `limit` if none is left
 */
export async function leaveAuthoredRows(
  db: Db,
  table: 'ticketevent' | 'ticket' | 'log',
  author: { readonly column: 'author_user_id' | 'author_staff_id'; readonly id: number },
  limit: number,
): Promise<number[]> {
  const { column, id } = author
  const rows = await db.selectFrom(table).select('id').where(column, '=', id).limit(limit).execute()
  const ids = rows.map((row) => row.id)
  if (ids.length > 0)
    await db
      .updateTable(table)
      .set({ [column]: null })
      .where('id', 'in', ids)
      .execute()
  return ids
}
