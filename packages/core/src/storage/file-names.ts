/** The original name of a stored file. */
export interface FileName {
  /** The name in the file store; unique. */
  readonly stored: string
  /** As the sender gave it. */
  readonly name: string
}

/** Keeps the original names of files, since stored names have only ASCII letters. */
export interface FileNameStore {
  add(names: readonly FileName[]): Promise<void>
  /** Undefined if none is known, as for files of old servers. */
  of(stored: string): Promise<string | undefined>
  /** Removes a name. Does nothing if there is none. */
  remove(stored: readonly string[]): Promise<void>
}
