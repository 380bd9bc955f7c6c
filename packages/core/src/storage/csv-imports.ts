/** The current or last import of users. */
export interface StoredCsvImport {
  readonly id: number
  /**
   * `reading` until all rows are stored, then `waiting` until a process works on them. `running` is also the state after
   * a crash: then `updatedAt` stays old. Imports without stored rows begin with `running`.
   */
  readonly state: 'reading' | 'waiting' | 'running' | 'done' | 'interrupted'
  /** The staff member in whose name stored rows are imported; null if no rows are stored. */
  readonly staffId: number | null
  /** How many rows the file has. */
  readonly total: number
  /** How many rows are imported or refused. */
  readonly done: number
  readonly refused: number
  /** The first refused rows, as in the answer of the import. */
  readonly firstRefused: readonly string[]
  readonly startedAt: Date
  /** In milliseconds. */
  readonly updatedAt: Date
}

export type CsvImportProgress = Pick<StoredCsvImport, 'done' | 'refused' | 'firstRefused' | 'updatedAt'>

/** Some rows of an import that are not imported yet. */
export interface CsvBatch {
  readonly id: number
  /** The fields of each row. */
  readonly rows: readonly (readonly string[])[]
}

/** Keeps one import with its rows: a new one replaces the one before. */
export interface CsvImportStore {
  last(): Promise<StoredCsvImport | undefined>
  /** Starts an import, with the state `running` for null, else `reading`. Returns its id. */
  start(total: number, now: Date, staffId: number | null): Promise<number>
  /** Stores rows, each batch for one transaction later. */
  addBatches(id: number, batches: readonly CsvBatch['rows'][]): Promise<void>
  /** Returns the first batch with an id above `after`. */
  nextBatch(id: number, after: number): Promise<CsvBatch | undefined>
  /** Returns false if the batch is gone: another process has imported it, or another import replaced this one. */
  removeBatch(batchId: number): Promise<boolean>
  /** Lets any process go on with an import whose rows are stored: one that was `reading`, or is `running` here. */
  release(id: number, now: Date): Promise<void>
  /**
   * Makes this process the one that goes on with an import whose rows are stored: if it is `waiting`, or `running`
   * without an advance for `lease` milliseconds. An advance further in the future does not count, since the clock was set
   * back.
   *
   * @returns whether it is
   */
  claim(id: number, now: Date, lease: number): Promise<boolean>
  /** Returns false when the import has ended, or another one has replaced it. */
  advance(id: number, progress: CsvImportProgress): Promise<boolean>
  /** Removes the rows. Does nothing when the import has ended, or another one has replaced it. */
  end(id: number, state: 'done' | 'interrupted', now: Date): Promise<void>
}
