import { mkdir, stat } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { syncFolder } from './sync-folder.js'

/**
 * Creates a folder and its parents, readable only by the process's own user. Does nothing if it exists. Creates one
 * folder at a time, because Node's recursive `mkdir` never returns on a file system that rejects new folders with
 * ENOENT, as /proc does.
 *
 * @throws the error of the file system, which names the path
 */
export async function makeFolder(path: string): Promise<void> {
  const missing: string[] = []
  for (let each = resolve(path); ; each = dirname(each)) {
    const existing = await statOf(each)
    if (existing?.isDirectory()) break
    if (existing) throw Object.assign(new Error(`ENOTDIR: ${each} is not a folder`), { code: 'ENOTDIR' })
    missing.push(each)
  }
  for (const each of missing.reverse()) {
    await mkdir(each, { mode: 0o700 }).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error
    })
    await syncFolder(dirname(each))
  }
}

const statOf = (path: string) =>
  stat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw error
  })
