/** Options for the generated 4.11 database. */
export interface OldDatabaseOptions {
  /** The number of tickets. Default 60. */
  readonly tickets?: number
  /** The number of events per ticket. Default 5. */
  readonly events?: number
  /** The number of users. Default 50. */
  readonly users?: number
  /** Whether the tables look as after years of use, rather than freshly installed. Default false. */
  readonly drifted?: boolean
  /** Whether to add invalid data: duplicates, dangling references, nulls. Default false. */
  readonly dirty?: boolean
  readonly onProgress?: (tickets: number, of: number) => void
}
