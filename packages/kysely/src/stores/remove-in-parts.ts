import { setImmediate as nextTurn } from 'node:timers/promises'
import { type Tables, tables } from '@opensupports/core/schema'
import type { RawBuilder, SqlBool } from 'kysely'
import { anyTable, type Db } from '../schema.js'

/** The rows of one statement: few, so that SQLite blocks the event loop and others wait for locks for a short time only. */
const rowsAtOnce = 500

/** Removes the rows of a table that meet a condition, some at a time. */
export async function removeInParts(
  db: Db,
  table: keyof typeof tables,
  condition: RawBuilder<SqlBool>,
): Promise<void> {
  const { key = 'id' } = (tables as Tables)[table] ?? {}
  for (;;) {
    const found = anyTable(db).selectFrom(table).select(key).where(condition).limit(rowsAtOnce)
    const keys = (await found.execute()).map((row) => row[key] ?? null)
    // They may have been changed meanwhile.
    if (keys.length > 0)
      await anyTable(db).deleteFrom(table).where(key, 'in', keys).where(condition).execute()
    if (keys.length < rowsAtOnce) return
    await nextTurn()
  }
}
