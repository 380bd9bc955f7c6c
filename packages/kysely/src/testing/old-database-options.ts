/** What the database of an old installation is like. */
export interface OldDatabaseOptions {
  /** Default 60. */
  readonly tickets?: number
  /** Of each ticket. Default 5. */
  readonly events?: number
  /** Default 50. */
  readonly users?: number
  /** Whether the tables are as the years have left them, not as the installation has made them. Default false. */
  readonly drifted?: boolean
  /** Whether there is in it what may not be: duplicates, dangling references, nulls. Default false. */
  readonly dirty?: boolean
  readonly onProgress?: (tickets: number, of: number) => void
}
