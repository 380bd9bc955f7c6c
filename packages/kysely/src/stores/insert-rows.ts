/** Rows of one statement: engines limit the parameters of each, SQLite to 32,766. */
const rowsAtOnce = 100

/** Inserts rows in their order, 100 a statement. Does nothing without rows. */
export async function insertRows<Row>(
  rows: readonly Row[],
  insert: (some: readonly Row[]) => { execute(): Promise<unknown> },
): Promise<void> {
  for (let start = 0; start < rows.length; start += rowsAtOnce)
    await insert(rows.slice(start, start + rowsAtOnce)).execute()
}
