import type { Dialect } from '../dialects/dialect.js'
import type { Db } from '../schema.js'

/** Runs work in the open transaction, or in one of its own. */
export const inTransaction = <T>(
  db: Db,
  { transaction }: Pick<Dialect, 'transaction'>,
  work: (tx: Db) => Promise<T>,
): Promise<T> => (db.isTransaction ? work(db) : transaction(db, work))

/** Runs reads that may take long: in the open transaction, or on a snapshot of their own, off the event loop. */
export const onSnapshot = <T>(
  db: Db,
  { snapshot }: Pick<Dialect, 'snapshot'>,
  read: (inner: Db) => Promise<T>,
): Promise<T> => (db.isTransaction || !snapshot ? read(db) : snapshot(read, 'much'))
