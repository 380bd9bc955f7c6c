import { lstat, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** The name of the folder of one request begins like this. */
export const uploadPrefix = 'opensupports-upload-'

/** An upload that is older than this belongs to no running request. In milliseconds. */
const oldest = 3_600_000

/**
 * Removes the temporary folders that crashed processes left behind. Removes a folder only if it belongs to the user of
 * this process, holds nothing but uploads, and has not changed for an hour.
 *
 * @param uploadDir the folder that holds them; by default, the system's temporary folder
 * @returns the number of removed folders
 */
export async function removeOldUploads(uploadDir: string = tmpdir(), now = new Date()): Promise<number> {
  let removed = 0
  for (const name of await readdir(uploadDir).catch(() => [])) {
    if (!name.startsWith(uploadPrefix)) continue
    const folder = join(uploadDir, name)
    // Another process may be removing it as well.
    const isOld = await isAbandoned(folder, now.getTime() - oldest).catch(() => false)
    if (!isOld) continue
    await rm(folder, { recursive: true, force: true })
    removed++
  }
  return removed
}

async function isAbandoned(folder: string, before: number): Promise<boolean> {
  const { uid, mtimeMs, ...kind } = await lstatOf(folder)
  if (!kind.isFolder || uid !== (process.getuid?.() ?? uid) || mtimeMs > before) return false
  for (const name of await readdir(folder)) {
    const file = await lstatOf(join(folder, name))
    if (!/^\d{1,6}$/.test(name) || !file.isFile || file.mtimeMs > before) return false
  }
  return true
}

async function lstatOf(path: string) {
  const stats = await lstat(path)
  return { uid: stats.uid, mtimeMs: stats.mtimeMs, isFolder: stats.isDirectory(), isFile: stats.isFile() }
}
