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

/** What a download by a signed address looks like to the browser. */
export interface SignedUrlOptions {
  /** In seconds: how long the address works. */
  readonly expiresIn: number
  /** What the browser calls the file. Default: its name in the store. */
  readonly fileName?: string
  /** Default application/octet-stream. */
  readonly contentType?: string
  /** Default attachment: the browser saves the file, and shows nothing of it. */
  readonly disposition?: 'inline' | 'attachment'
}

/** Where attachments and pictures are kept, under names that the helpdesk gives them: see `isFileName`. */
export interface FileStore {
  /** Keeps the whole file, in place of one of that name, or nothing when it throws. */
  put(name: string, upload: Upload): Promise<void>
  open(name: string): Promise<StoredFile | undefined>
  /** Nothing happens when there is no such file. */
  remove(name: string): Promise<void>
  /** All names in the store, in any order: to find files that nothing in the helpdesk shows any more. */
  names?(): AsyncIterable<string> | Iterable<string>
  /** An address where whoever has it gets the file without asking the helpdesk. */
  signedUrl?(name: string, options: SignedUrlOptions): Promise<string>
}

/** No folders, nothing hidden, nothing that looks like an option of a command. */
const fileName = /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,254}$/

/**
 * Whether a store may keep a file under this name: up to 255 letters, digits, `_`, `.` and `-`, the first neither `.`
 * nor `-`.
 */
export const isFileName = (name: string): boolean => fileName.test(name)

export interface MemoryFiles extends FileStore {
  names(): string[]
}

/** Keeps files in memory: for tests and short-lived helpdesks. */
export function memoryFiles(): MemoryFiles {
  const files = new Map<string, Blob>()
  return {
    async put(name, upload) {
      if (!isFileName(name)) throw new Error(`not a name for a file: ${JSON.stringify(name)}`)
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
