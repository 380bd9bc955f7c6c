/** Hard limits of a request. What is larger than a setting of the helpdesk, such as `max-size`, is refused by it. */
export interface Limits {
  /** Bytes of all fields that are no files. Default 2 MiB. */
  readonly fieldsSize: number
  /** How many fields there may be. Default 500. */
  readonly fields: number
  /** Bytes of one file. Default 25 MiB. */
  readonly fileSize: number
  /** How many files there may be. Default 25. */
  readonly files: number
  /** Bytes of all files together. Default 100 MiB. */
  readonly filesSize: number
  /**
   * Bytes that all unfinished requests may hold together, in memory and in `uploadDir`: a quarter of it for callers who
   * have not shown that they are signed in. The first 64 KiB of a request are not counted. Beyond it, SERVER_BUSY.
   * Default 256 MiB.
   */
  readonly heldSize: number
}

const MiB = 1_048_576

export const defaultLimits: Limits = {
  fieldsSize: 2 * MiB,
  fields: 500,
  fileSize: 25 * MiB,
  files: 25,
  filesSize: 100 * MiB,
  heldSize: 256 * MiB,
}
