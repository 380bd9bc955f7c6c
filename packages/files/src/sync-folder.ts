import { open } from 'node:fs/promises'

/** What Windows and some file systems answer to whoever syncs a folder, or opens one that may not be listed. */
const unsupported = new Set(['EISDIR', 'EPERM', 'EACCES', 'EINVAL', 'ENOTSUP', 'ENOSYS'])

/** Writes the names in a folder to the disk, where the system can. Otherwise a power cut may lose a new name. */
export async function syncFolder(path: string): Promise<void> {
  try {
    const handle = await open(path, 'r')
    try {
      await handle.sync()
    } finally {
      await handle.close()
    }
  } catch (error) {
    if (!unsupported.has(String((error as NodeJS.ErrnoException).code))) throw error
  }
}
