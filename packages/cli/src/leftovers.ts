import { removeUnfinished } from '@opensupports/files'
import { removeOldUploads } from '@opensupports/server'
import { isFolder } from './place.js'

/**
 * Removes what crashed processes left in the folders of uploads and files. Errors of the file system are ignored, since
 * the next start tries again.
 *
 * @returns the number of removed folders and files
 */
export async function removeLeftovers(place: {
  readonly files: string
  readonly uploadDir: string | undefined
}): Promise<number> {
  const uploads = await removeOldUploads(place.uploadDir).catch(() => 0)
  return uploads + (isFolder(place.files) ? await removeUnfinished(place.files).catch(() => 0) : 0)
}
