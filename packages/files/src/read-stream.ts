import { constants } from 'node:fs'
import { type FileHandle, lstat, open } from 'node:fs/promises'

/** Undefined on systems without O_NOFOLLOW. */
const noFollow = constants.O_NOFOLLOW ?? 0
const chunkSize = 65_536

/** Opens a plain file. Returns undefined if the path does not exist or is not a plain file. */
export async function openFile(path: string): Promise<{ handle: FileHandle; size: number } | undefined> {
  try {
    // Check before opening: opening a pipe would wait for its other end.
    if (!(await lstat(path)).isFile()) return undefined
    const handle = await open(path, constants.O_RDONLY | noFollow)
    try {
      const { size } = await handle.stat()
      return { handle, size }
    } catch (error) {
      await handle.close()
      throw error
    }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ELOOP') return undefined
    throw error
  }
}

/** Returns the content of a file. Opens it at the first read. */
export function readStream(path: string): ReadableStream<Uint8Array> {
  let opened: ReturnType<typeof openFile> | undefined
  const close = async () => (await opened?.catch(() => undefined))?.handle.close()
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          opened ??= openFile(path)
          const file = await opened
          if (!file) throw new Error('the file was removed before it was read')
          const chunk = new Uint8Array(chunkSize)
          const { bytesRead } = await file.handle.read(chunk, 0, chunkSize, null)
          if (bytesRead > 0) return controller.enqueue(chunk.subarray(0, bytesRead))
          await close()
          controller.close()
        } catch (error) {
          await close()
          throw error
        }
      },
      cancel: async () => void (await close()),
    },
    { highWaterMark: 0 },
  )
}
