import assert from 'node:assert/strict'
import type { FileStore, StoredFile, Upload } from '@opensupports/core'

/** A file as its sender uploads it. */
export const upload = (content: string | Uint8Array<ArrayBuffer>): Upload =>
  new File([content], 'as sent.txt')

/** Returns the byte at an index, different for indexes close to each other. */
export const byteAt = (place: number): number => ((place * 31) ^ (place >>> 8) ^ (place >>> 16)) & 0xff

/** Makes a file that is never completely in memory. */
export function largeUpload(size: number, pieceSize = 100_000): Upload {
  const stream = () => {
    let sent = 0
    return new ReadableStream<Uint8Array>(
      {
        pull(controller) {
          if (sent === size) return controller.close()
          const piece = new Uint8Array(Math.min(pieceSize, size - sent))
          for (let at = 0; at < piece.length; at++) piece[at] = byteAt(sent + at)
          sent += piece.length
          controller.enqueue(piece)
        },
      },
      { highWaterMark: 0 },
    )
  }
  return { name: 'large', size, stream }
}

/** Makes a file whose sender hangs up after `sent` bytes. */
export function brokenUpload(sent: number, size = sent + 100_000): Upload {
  const stream = () => {
    let left = sent
    return new ReadableStream<Uint8Array>(
      {
        pull(controller) {
          if (left === 0) throw new Error('the sender hung up')
          const piece = new Uint8Array(Math.min(65_536, left))
          left -= piece.length
          controller.enqueue(piece)
        },
      },
      { highWaterMark: 0 },
    )
  }
  return { name: 'broken', size, stream }
}

/** Returns the file with a name. Fails if there is none. */
export async function stored(files: FileStore, name: string): Promise<StoredFile> {
  const file = await files.open(name)
  assert.ok(file, `there is no file ${name}`)
  return file
}

export async function bytesOf(file: StoredFile): Promise<Uint8Array> {
  return new Uint8Array(await new Response(file.stream()).arrayBuffer())
}

/** Returns the text of the file with a name; undefined if there is none. */
export async function textOf(files: FileStore, name: string): Promise<string | undefined> {
  const file = await files.open(name)
  if (!file) return undefined
  const bytes = await bytesOf(file)
  assert.equal(file.size, bytes.length, `the size of ${name}`)
  return new TextDecoder().decode(bytes)
}
