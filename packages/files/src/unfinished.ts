import { randomUUID } from 'node:crypto'
import { lstat, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'

/** An unfinished file that is older than this belongs to no running process. In milliseconds. */
const oldest = 3_600_000

const pattern = /^\.[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}\.part$/

/** Returns a random name for a file while it is written. No stored file can have such a name. */
export const unfinishedName = (): string => `.${randomUUID()}.part`

/**
 * Removes the unfinished files of `localFiles` that crashed processes left in a folder: those not written to for an
 * hour. Stored files stay.
 *
 * @returns the number of removed files
 */
export async function removeUnfinished(folder: string, now = new Date()): Promise<number> {
  let removed = 0
  for (const name of await readdir(folder).catch(() => [])) {
    if (!pattern.test(name)) continue
    const path = join(folder, name)
    // Its process may finish or remove it meanwhile.
    const file = await lstat(path).catch(() => undefined)
    if (!file?.isFile() || file.mtimeMs > now.getTime() - oldest) continue
    await rm(path, { force: true })
    removed++
  }
  return removed
}
