import { mkdir, stat } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'

/**
 * Makes a folder and those that it is in, for the process's own user alone; does nothing when it is there. Step by step,
 * because the recursive `mkdir` of Node never ends where a file system refuses new folders with ENOENT, as /proc does.
 *
 * @throws the error of the file system, which names the path
 */
export async function makeFolder(path: string): Promise<void> {
  const missing: string[] = []
  for (let each = resolve(path); ; each = dirname(each)) {
    const found = await statOf(each)
    if (found?.isDirectory()) break
    if (found) throw Object.assign(new Error(`ENOTDIR: ${each} is not a folder`), { code: 'ENOTDIR' })
    missing.push(each)
  }
  for (const each of missing.reverse()) {
    await mkdir(each, { mode: 0o700 }).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error
    })
  }
}

const statOf = (path: string) =>
  stat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw error
  })
