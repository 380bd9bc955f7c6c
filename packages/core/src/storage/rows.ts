import type { BackupValue } from './backup.js'

/** A row, by the names of its columns in the schema. */
export type StoredRow = Readonly<Record<string, BackupValue>>

export interface RowQuery {
  /** The columns to read. Default: all. The key is always among them. */
  readonly columns?: readonly string[]
  /** The values that columns must have. Name columns with an index. */
  readonly where?: StoredRow
  /** Only rows whose key is above. */
  readonly after?: string | number | undefined
  readonly limit: number
}

/**
 * Reads and changes rows of any table, for work on all that is stored about a person. Tables and columns have the names
 * of the schema, as in a backup; the key of a table is `id`, unless the schema names another column.
 *
 * Storages need not have tables whose rows they derive from others, or do not keep: these are empty.
 */
export interface RowStore {
  /** Returns the first matching rows, by key. */
  page(table: string, query: RowQuery): Promise<StoredRow[]>
  /** Changes columns of a row. Ignores a row that is gone. */
  update(table: string, key: string | number, values: StoredRow): Promise<void>
  /** Removes rows by their keys; at most 1,000. Indexes of texts follow. Ignores rows that are gone. */
  remove(table: string, keys: readonly (string | number)[]): Promise<void>
}
