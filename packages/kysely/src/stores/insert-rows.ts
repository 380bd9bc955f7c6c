import { setImmediate as nextTurn } from 'node:timers/promises'

/** Rows per statement. Databases limit the parameters of a statement, SQLite to 32,766. */
const rowsAtOnce = 100

/** Inserts the rows in order, 100 per statement. Does nothing for an empty list. */
export async function insertRows<Row>(
  rows: readonly Row[],
  insert: (some: readonly Row[]) => Promise<unknown>,
): Promise<void> {
  for (let start = 0; start < rows.length; start += rowsAtOnce) {
    // SQLite blocks the event loop.
    if (start > 0) await nextTurn()
    await insert(rows.slice(start, start + rowsAtOnce))
  }
}
