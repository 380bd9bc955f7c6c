import { createReadStream, createWriteStream } from 'node:fs'
import { Readable } from 'node:stream'
import type { Upload } from '@opensupports/core'

/** A file of a request on its way to the disk. */
export interface KeptFile {
  /** Writes on, up to the largest size; what follows is counted alone. Returns false while the disk is behind. */
  write(bytes: Uint8Array): boolean
  /** Resolves when the disk can take more, or never will. */
  drained(): Promise<unknown>
  end(): void
  /** Stops writing. */
  destroy(): void
  /** Resolves when the file is closed, whatever came of it; with the error that the disk reported. */
  readonly closed: Promise<Error | undefined>
  /** What the helpdesk gets: its size is the true one, however little of it was kept. */
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
