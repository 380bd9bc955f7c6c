export type BackupValue = string | number | null

/**
 * Some rows of a table, with the names of tables and columns of 4.11; our own begin with `os_`. Parts of one table
 * follow one another. A table in which nothing is has one part without rows: there were ids in it, maybe.
 */
export interface BackupPart {
  readonly table: string
  readonly columns: readonly string[]
  /** In the order of `columns`; by id, or by what the table has instead. */
  readonly rows: readonly (readonly BackupValue[])[]
  /** The highest id that the table ever gave, so that none is used twice; null where rows have no ids. */
  readonly lastId: number | null
}

/** Everything that a storage keeps, for a backup that any other storage can read. */
export interface BackupStore {
  /**
   * All tables, those first that others point to, as they are at one moment, which is that of the first look: nobody
   * waits for the reader, and nothing that is written meanwhile is in it. Whoever does not read to the end must end
   * the iteration: a database keeps the moment until then.
   */
  parts(): AsyncIterable<BackupPart>
  /**
   * Fills a storage in which nothing is but counted attempts, in one transaction that lasts as long as the reading:
   * with everything, or with nothing when it throws, or `parts` does. Columns that it does not know are left out; those
   * that it knows and `parts` does not are empty.
   *
   * @returns false, and nothing is written, when there is something in the storage
   * @throws INVALID_BACKUP for rows of a table that it does not have
   */
  restore(parts: AsyncIterable<BackupPart>): Promise<boolean>
}
