import { fail } from '../errors.js'
import { type Abortable, orAborted } from '../platform/index.js'
import type { Storage } from '../storage/index.js'
import { cleaned } from './cleaned.js'
import { Sums } from './format.js'
import { readBackup } from './read.js'

export { type BackupOptions, writeBackup } from './write.js'

export interface RestoreOptions extends Abortable {
  /** The passphrase that sealed the secrets of the backup. */
  readonly passphrase?: string
}

/**
 * Fills an empty storage with a backup from a storage of any kind. Cleans rich text. A backup has no files: copy them
 * separately.
 *
 * @returns how many rows were written
 * @throws INVALID_BACKUP unless the backup is complete and unchanged; INVALID_PASSPHRASE when its secrets are encrypted
 *   and the passphrase is wrong or missing; INIT_SETTINGS_DONE when the storage is not empty; the signal's reason once
 *   it aborts. After an error the storage is unchanged.
 *
 * @example
 * await restoreBackup(await sqlite('new.db'), createReadStream('backup.jsonl'))
 */
export async function restoreBackup(
  storage: Storage,
  stream: ReadableStream<Uint8Array> | AsyncIterable<Uint8Array>,
  { passphrase, signal }: RestoreOptions = {},
): Promise<{ rows: number }> {
  const chunks = (stream as AsyncIterable<Uint8Array>)[Symbol.asyncIterator]()
  const sums = new Sums()
  try {
    const parts = readBackup(untilAborted({ [Symbol.asyncIterator]: () => chunks }, signal), sums, passphrase)
    if (!(await storage.backup.restore(cleaned(parts)))) fail('INIT_SETTINGS_DONE')
  } finally {
    const closing = chunks.return?.()
    // After an interruption, a stream that hangs would never close.
    if (signal?.aborted) closing?.catch(() => {})
    else await closing
  }
  return { rows: sums.rows }
}

/** Yields chunks until the signal aborts, and throws its reason then, also while it waits for a chunk. */
async function* untilAborted(
  chunks: AsyncIterable<Uint8Array>,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array> {
  const iterator = chunks[Symbol.asyncIterator]()
  for (;;) {
    const next = iterator.next()
    const { done, value } = await (signal ? orAborted(next, signal) : next)
    if (done) return
    yield value
  }
}
