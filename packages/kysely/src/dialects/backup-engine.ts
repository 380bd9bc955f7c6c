import type { Db } from '../schema.js'

/** A second look at a database, which stays at one moment whatever is written. */
export interface Snapshot {
  readonly db: Db
  close(): Promise<void>
}

/** What each kind of database does in its own way. */
export interface BackupEngine {
  /** Opens a look at this moment, for which no writer has to wait. */
  snapshot(db: Db): Promise<Snapshot>
  /** The highest id that each table ever gave, without those that never had a row. */
  lastIds(db: Db): Promise<ReadonlyMap<string, number>>
  /** Makes a table go on with its ids after this one. */
  setLastId(db: Db, table: string, lastId: number): Promise<void>
  /** Lets the database learn what is in its tables, after much has come into them. */
  analyze?(db: Db): Promise<void>
  /** A reader cannot keep a connection, since there is no other: everything is read at once. */
  readonly oneConnection?: boolean
}
