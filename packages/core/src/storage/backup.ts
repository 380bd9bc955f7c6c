export type BackupValue = string | number | null

/**
 * Rows of one table, with the table and column names of 4.11; names of our own begin with `os_`. The parts of a table
 * are consecutive. An empty table has one part without rows, since its `lastId` may be set.
 */
export interface BackupPart {
  readonly table: string
  readonly columns: readonly string[]
  /** In the order of `columns`; sorted by id, or by the other key of the table. */
  readonly rows: readonly (readonly BackupValue[])[]
  /** The highest id that the table has ever assigned, so that no id is reused; null for tables without ids. */
  readonly lastId: number | null
}

/** Dumps and restores the whole storage, in a form that any other storage can read. */
export interface BackupStore {
  /**
   * Yields all tables, referenced tables first, as a snapshot taken when the iteration starts. Writers do not wait for
   * the reader. A reader that stops early must end the iteration, since a database holds the snapshot until then.
   */
  parts(): AsyncIterable<BackupPart>
  /**
   * Fills a storage that is empty, except for counted attempts, in one transaction that lasts as long as `parts` is
   * read. Writes nothing if it or `parts` throws. Ignores unknown columns; columns missing from `parts` stay empty.
   *
   * @returns false, with nothing written, if the storage is not empty
   * @throws INVALID_BACKUP for rows of an unknown table
   */
  restore(parts: AsyncIterable<BackupPart>): Promise<boolean>
}
