/** An incoming file. A web `File` fits, and so does anything that can be read repeatedly from the start. */
export interface Upload {
  /** The name that the sender gave it. */
  readonly name: string
  /** In bytes. */
  readonly size: number
  /** Returns a new stream from the start at each call. */
  stream(): ReadableStream<Uint8Array>
}

/** A file to send to a client. */
export interface StoredFile {
  /** In bytes. */
  readonly size: number
  stream(): ReadableStream<Uint8Array>
}

/** How a browser handles a download by a signed URL. */
export interface SignedUrlOptions {
  /** How long the URL is valid, in seconds. */
  readonly expiresIn: number
  /** The name under which the browser saves the file. Default: its name in the store. */
  readonly fileName?: string
  /** Default application/octet-stream. */
  readonly contentType?: string
  /** Default `attachment`: the browser saves the file instead of displaying it. */
  readonly disposition?: 'inline' | 'attachment'
}

/** The store of attachments and pictures. The helpdesk chooses the names: see `isFileName`. */
export interface FileStore {
  /** Stores the whole file, replacing one with the same name, or nothing if it throws. */
  put(name: string, upload: Upload): Promise<void>
  open(name: string): Promise<StoredFile | undefined>
  /** Removes a file. Does nothing if there is none. */
  remove(name: string): Promise<void>
  /** Lists all names in the store, in any order, to find files that the helpdesk no longer uses. */
  names?(): AsyncIterable<string> | Iterable<string>
  /** Returns a URL that gives the file to anyone who has it, without asking the helpdesk. */
  signedUrl?(name: string, options: SignedUrlOptions): Promise<string>
}

/** Excludes folders, hidden files and names that look like command options. */
const fileName = /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,254}$/

/**
 * Returns whether a store may keep a file under this name: up to 255 letters, digits, `_`, `.` and `-`, not starting
 * with `.` or `-`.
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
      if (!isFileName(name)) throw new Error(`not a valid file name: ${JSON.stringify(name)}`)
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
