/** Hard limits of a request. Settings of the helpdesk, such as `max-size`, may be lower and are checked after these. */
export interface Limits {
  /** Bytes of all fields other than files. Default 2 MiB. */
  readonly fieldsSize: number
  /** Number of fields. Default 500. */
  readonly fields: number
  /** Bytes of one file. Default 25 MiB. */
  readonly fileSize: number
  /** Number of files. Default 25. */
  readonly files: number
  /** Bytes of all files together. Default 100 MiB. */
  readonly filesSize: number
  /**
   * Bytes that all unfinished requests may hold together, in memory and in `uploadDir`. Unauthenticated callers
   * share a quarter of it. The first 64 KiB of a request are not counted. Beyond the limit, requests
   * get SERVER_BUSY. Default 256 MiB.
   */
  readonly heldSize: number
  /**
   * Number of calls in progress at once. A call begins when its body is read. Further ones get SERVER_BUSY immediately,
   * instead of waiting ever longer. Default 200.
   */
  readonly calls: number
}

const MiB = 1_048_576

export const defaultLimits: Limits = {
  fieldsSize: 2 * MiB,
  fields: 500,
  fileSize: 25 * MiB,
  files: 25,
  filesSize: 100 * MiB,
  heldSize: 256 * MiB,
  calls: 200,
}
