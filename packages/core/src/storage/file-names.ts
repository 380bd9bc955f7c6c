/** What the sender of a stored file called it. */
export interface FileName {
  /** The name in the file store: unique. */
  readonly stored: string
  /** As sent. */
  readonly name: string
}

/** Remembers what files were called by their senders, since stored names are ASCII letters alone. */
export interface FileNameStore {
  add(names: readonly FileName[]): Promise<void>
  /** Undefined where none was sent, as with files of old servers. */
  of(stored: string): Promise<string | undefined>
  /** Nothing happens where there is none. */
  remove(stored: readonly string[]): Promise<void>
}
