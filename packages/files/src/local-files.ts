import { opendir, rename, rm, unlink, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { type FileStore, isFileName } from '@opensupports/core'
import { makeFolder } from './make-folder.js'
import { openFile, readStream } from './read-stream.js'
import { unfinishedName } from './unfinished.js'

/**
 * Stores files in a local folder, which is created with the first file. Folder and files are readable only by the
 * process's own user. Symbolic links are not followed.
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
        await writeFile(unfinished, upload.stream(), { flag: 'wx', mode: 0o600 })
        await rename(unfinished, path)
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
