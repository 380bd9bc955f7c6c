import { open, opendir, rename, rm, unlink, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { type FileStore, isFileName, type Upload } from '@opensupports/core'
import { makeFolder } from './make-folder.js'
import { openFile, readStream } from './read-stream.js'
import { syncFolder } from './sync-folder.js'
import { unfinishedName } from './unfinished.js'

/**
 * Stores files in a local folder, which is created with the first file. Folder and files are readable only by the
 * process's own user. Symbolic links are not followed. A file is on the disk before it is visible, and its name before
 * `put` returns, so that a power cut loses no stored file and leaves none that is incomplete.
 *
 * @example
 * new OpenSupports({ storage, files: localFiles('data/files') })
 */
export function localFiles(directory: string): FileStore & Required<Pick<FileStore, 'names'>> {
  const folder = resolve(directory)
  const pathOf = (name: string) => (isFileName(name) ? join(folder, name) : undefined)
  return {
    async put(name, upload) {
      const path = pathOf(name)
      if (!path) throw new Error(`invalid file name: ${JSON.stringify(name)}`)
      await makeFolder(folder)
      // Write to a name that no stored file can have, in the same folder. Renaming then stays on one file system, so it
      // is atomic for readers.
      const unfinished = join(folder, unfinishedName())
      try {
        await writeSynced(unfinished, upload)
        await rename(unfinished, path)
        await syncFolder(folder)
      } catch (error) {
        await rm(unfinished, { force: true })
        throw error
      }
    },

    async open(name) {
      const path = pathOf(name)
      const file = path && (await openFile(path))
      if (!file) return undefined
      await file.handle.close()
      return { size: file.size, stream: () => readStream(path) }
    },

    async remove(name) {
      const path = pathOf(name)
      if (!path) return
      await unlink(path).catch((error: NodeJS.ErrnoException) => {
        if (error.code !== 'ENOENT') throw error
      })
    },

    async *names() {
      const entries = await opendir(folder).catch((error: NodeJS.ErrnoException) => {
        if (error.code !== 'ENOENT') throw error
        return []
      })
      for await (const entry of entries) if (entry.isFile() && isFileName(entry.name)) yield entry.name
    },
  }
}

async function writeSynced(path: string, upload: Upload): Promise<void> {
  const handle = await open(path, 'wx', 0o600)
  try {
    await writeFile(handle, upload.stream())
    await handle.sync()
  } finally {
    await handle.close()
  }
}
