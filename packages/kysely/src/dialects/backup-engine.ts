import type { Db } from '../schema.js'

/** A second connection with a snapshot of the database. */
export interface Snapshot {
  readonly db: Db
  close(): Promise<void>
}

/** The differences between kinds of databases. */
export interface BackupEngine {
  /** Opens a snapshot of this moment, which blocks no writer. */
  snapshot(db: Db): Promise<Snapshot>
  /** Returns the highest id that each table ever assigned, without tables that never had a row. */
  lastIds(db: Db): Promise<ReadonlyMap<string, number>>
  /** Makes a table continue its ids after this one. */
  setLastId(db: Db, table: string, lastId: number): Promise<void>
  /** Runs before a restore into empty tables. */
  prepare?(db: Db): Promise<void>
  /** Updates the planner's statistics, or the index of texts, after many inserts. */
  finish?(db: Db): Promise<void>
  /** A reader cannot hold the only connection, so everything is read at once. */
  readonly oneConnection?: boolean
}
