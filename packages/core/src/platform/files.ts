/**
 * A file on its way in: a web `File` fits as it is, and so does anything that can be read again from the start.
 */
export interface Upload {
  /** As the sender called it. */
  readonly name: string
  /** In bytes. */
  readonly size: number
  /** Starts over at each call. */
  stream(): ReadableStream<Uint8Array>
}

/** A file on its way out. */
export interface StoredFile {
  /** In bytes. */
  readonly size: number
  stream(): ReadableStream<Uint8Array>
}

/** Where attachments and pictures are kept, under names that the helpdesk gives them: letters, digits, `_`, `.` and `-`. */
export interface FileStore {
  /** Keeps the whole file, or nothing when it throws. */
  put(name: string, upload: Upload): Promise<void>
  open(name: string): Promise<StoredFile | undefined>
  /** Nothing happens when there is no such file. */
  remove(name: string): Promise<void>
}

/** Keeps files in memory: for tests and short-lived helpdesks. */
export function memoryFiles(): FileStore & { names(): string[] } {
  const files = new Map<string, Blob>()
  return {
    async put(name, upload) {
      files.set(name, await new Response(upload.stream()).blob())
    },
    async open(name) {
      return files.get(name)
    },
    async remove(name) {
      files.delete(name)
    },
    names: () => [...files.keys()],
  }
}
