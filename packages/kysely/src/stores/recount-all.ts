import type { Dialect } from '../dialects/dialect.js'
import type { Db } from '../schema.js'
import { correctOwned } from './owned-counts/index.js'
import { noteAllDays } from './statistics/index.js'

/** Corrects all numbers that are kept beside the tickets, after something else than the store has written tickets. */
export async function recountAll(
  db: Db,
  { dates, rowLocks }: Pick<Dialect, 'dates' | 'rowLocks'>,
): Promise<void> {
  await correctOwned(db, rowLocks)
  await noteAllDays(db, dates)
}
