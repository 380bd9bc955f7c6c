import { createReadStream, createWriteStream } from 'node:fs'
import { Readable } from 'node:stream'
import type { Upload } from '@opensupports/core'

/** A file of a request that is being written to disk. */
export interface KeptFile {
  /** Writes up to the largest size, and only counts the bytes beyond it. Returns false while the disk is behind. */
  write(bytes: Uint8Array): boolean
  /** Resolves when the file can take more, or has failed. */
  drained(): Promise<unknown>
  end(): void
  /** Stops writing. */
  destroy(): void
  /** Resolves when the file is closed, with the error of the disk if there was one. */
  readonly closed: Promise<Error | undefined>
  /** Returns the upload for the helpdesk. Its size is that of the whole file, even if only the beginning was kept. */
  upload(name: string): Upload
}

/** Writes a new file of at most `largest` bytes. */
export function keepFile(path: string, largest: number): KeptFile {
  const out = createWriteStream(path, { flags: 'wx', mode: 0o600 })
  let size = 0
  const closed = new Promise<Error | undefined>((resolve) => {
    let failure: Error | undefined
    out.on('error', (error) => {
      failure = error
    })
    out.on('close', () => resolve(failure))
  })
  return {
    write(bytes) {
      const rest = largest - size
      size += bytes.length
      return rest <= 0 || out.write(bytes.length <= rest ? bytes : bytes.subarray(0, rest))
    },
    drained: () => Promise.race([new Promise<void>((resolve) => out.once('drain', resolve)), closed]),
    end: () => void out.end(),
    destroy: () => void out.destroy(),
    closed,
    upload: (name) => ({
      name,
      size,
      stream: () => Readable.toWeb(createReadStream(path)) as ReadableStream<Uint8Array>,
    }),
  }
}
