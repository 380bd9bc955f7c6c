import { fail } from '../errors.js'
import type { Storage } from '../storage/index.js'
import { cleaned } from './cleaned.js'
import { Sums } from './format.js'
import { readBackup } from './read.js'

export { writeBackup } from './write.js'

export interface RestoreOptions {
  /** What the secrets of the backup were sealed with. */
  readonly passphrase?: string
}

/**
 * Fills an empty storage with a backup, whatever kind of storage it is from. Rich text is cleaned on the way. Files are not in it: copy them beside it.
 *
 * @returns how many rows were written
 * @throws INVALID_BACKUP, and the storage stays empty, unless all of it is there and nothing was changed;
 *   INVALID_PASSPHRASE when its secrets are sealed and the passphrase is another one, or none;
 *   INIT_SETTINGS_DONE when there is something in the storage.
 *
 * @example
 * await restoreBackup(await sqlite('new.db'), createReadStream('backup.jsonl'))
 */
export async function restoreBackup(
  storage: Storage,
  stream: ReadableStream<Uint8Array> | AsyncIterable<Uint8Array>,
  { passphrase }: RestoreOptions = {},
): Promise<{ rows: number }> {
  const chunks = (stream as AsyncIterable<Uint8Array>)[Symbol.asyncIterator]()
  const sums = new Sums()
  try {
    const parts = readBackup({ [Symbol.asyncIterator]: () => chunks }, sums, passphrase)
    if (!(await storage.backup.restore(cleaned(parts)))) fail('INIT_SETTINGS_DONE')
  } finally {
    // Nobody has begun to read it where the storage was not empty.
    await chunks.return?.()
  }
  return { rows: sums.rows }
}
