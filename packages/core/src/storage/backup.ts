/** A row of a table: names of tables and columns are those of 4.11, our own begin with `os_`. */
export interface BackupRow {
  readonly table: string
  readonly values: Readonly<Record<string, string | number | null>>
}

/** Everything that a storage keeps, row by row, for a backup that any other storage can read. */
export interface BackupStore {
  /**
   * All rows of one moment, whatever is written meanwhile: table by table, those first that others point to, and by
   * id in each. Nobody waits for it.
   */
  rows(): AsyncIterable<BackupRow>
  /**
   * Fills a storage in which nothing is: all rows, or none when it throws.
   *
   * @returns false when there is something in the storage
   */
  restore(rows: AsyncIterable<BackupRow>): Promise<boolean>
}
