import { open } from 'node:fs/promises'

/** The error codes of Windows and of some file systems, which cannot sync a folder, and of folders that we may not read. */
const unsupported = new Set(['EISDIR', 'EPERM', 'EACCES', 'EINVAL', 'ENOTSUP', 'ENOSYS'])

/** Syncs a folder to the disk, so that a power cut loses no new name in it. Does nothing where the system cannot. */
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
