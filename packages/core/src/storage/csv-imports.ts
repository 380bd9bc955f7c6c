/** The current or last import of users. */
export interface StoredCsvImport {
  readonly id: number
  /** `running` is also the state after a crash: then `updatedAt` stays old. */
  readonly state: 'running' | 'done' | 'interrupted'
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

/** Keeps one import: a new one replaces the one before. */
export interface CsvImportStore {
  last(): Promise<StoredCsvImport | undefined>
  /** Returns the new id. */
  start(total: number, now: Date): Promise<number>
  /** Returns false when the import has ended, or another one has replaced it. */
  advance(id: number, progress: CsvImportProgress): Promise<boolean>
  /** Does nothing when the import has ended, or another one has replaced it. */
  end(id: number, state: 'done' | 'interrupted', now: Date): Promise<void>
}
