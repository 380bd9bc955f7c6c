/** The data of a thread, given at its start. */
export interface ThreadData {
  /** The absolute path of the database. */
  readonly file: string
}

/** Reads in a snapshot, which the first read of that number begins. */
export interface ReadMessage {
  readonly id: number
  readonly snapshot: number
  readonly sql: string
  readonly parameters: readonly unknown[]
}

/** A message to a thread: a read, the end of a snapshot, or `close`, which ends the thread. */
export type ToThread = ReadMessage | { readonly end: number } | 'close'

/** What is left of an error between threads, which clone its message alone. */
export interface PlainError {
  readonly message: string
  /** Such as `SQLITE_BUSY`. */
  readonly code: string | undefined
}

/** A message from a thread: `ready` first, then the result of each read. */
export type FromThread =
  | 'ready'
  | { readonly id: number; readonly rows: readonly unknown[] }
  | { readonly id: number; readonly error: PlainError }
