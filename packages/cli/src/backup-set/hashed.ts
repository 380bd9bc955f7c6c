import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { Readable } from 'node:stream'
import type { StoredFile, Upload } from '@opensupports/core'

/** Returns an upload with the content of a stored file, and a function that returns the SHA-256 of what was read. */
export function hashing(name: string, file: StoredFile): { upload: Upload; hash: () => string } {
  let sum = createHash('sha256')
  const stream = () => {
    sum = createHash('sha256')
    return file.stream().pipeThrough(
      new TransformStream<Uint8Array, Uint8Array>({
        transform(chunk, controller) {
          sum.update(chunk)
          controller.enqueue(chunk)
        },
      }),
    )
  }
  return { upload: { name, size: file.size, stream }, hash: () => sum.digest('hex') }
}

/** Returns the SHA-256 of a stored file. */
export async function hashOf(file: StoredFile): Promise<string> {
  const sum = createHash('sha256')
  for await (const chunk of file.stream()) sum.update(chunk)
  return sum.digest('hex')
}

/** Returns an upload with a text. */
export function textUpload(name: string, text: string): Upload {
  const blob = new Blob([text])
  return { name, size: blob.size, stream: () => blob.stream() }
}

/** Returns an upload with the content of a file on the disk. */
export async function diskUpload(name: string, path: string): Promise<Upload> {
  const { size } = await stat(path)
  const stream = () => Readable.toWeb(createReadStream(path)) as ReadableStream<Uint8Array>
  return { name, size, stream }
}
