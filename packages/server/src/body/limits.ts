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
   * Bytes of all files of one request that come before its credentials, if its path admits no guests. More get
   * REQUEST_TOO_LARGE. Clients of 4.11 may send the credentials after the files: if `max-size` (a setting) was raised for
   * such clients, raise this limit, too. Default 1 MiB, which is the default of `max-size`.
   */
  readonly earlySize: number
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
  /**
   * Bytes per second with which a body must arrive on average, except in its first 30 seconds. The connections of slower
   * ones are closed. 0 allows any speed. Default 1 KiB.
   */
  readonly slowest: number
}

const MiB = 1_048_576

/** The most bytes of a small body. It usually arrives at once, is read in one piece, and is not counted by `heldSize`. */
export const smallBody = 65_536

export const defaultLimits: Limits = {
  fieldsSize: 2 * MiB,
  fields: 500,
  fileSize: 25 * MiB,
  files: 25,
  filesSize: 100 * MiB,
  earlySize: MiB,
  heldSize: 256 * MiB,
  calls: 200,
  slowest: 1024,
}
