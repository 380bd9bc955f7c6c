import { type Abortable, nextTurn } from '../platform/index.js'
import type { BackupStore } from '../storage/index.js'
import { formatName, formatVersion, type Header, Sums, sealedVersion, type TableLine } from './format.js'
import { hidden, newKey } from './secrets.js'

export interface BackupOptions extends Abortable {
  /** Seals the secrets among the settings, such as passwords of mail servers. Default: they are left out. */
  readonly passphrase?: string
}

/** The number of characters of a chunk, give or take a line. */
const chunkLength = 65_536

/**
 * Returns everything in a storage as a stream. It reads as fast as its reader, and releases the storage when the reader
 * cancels.
 *
 * @param signal ends the stream with its reason
 * @param passphrase seals the secrets among the settings, such as passwords of mail servers; without it they are left
 *   out
 */
export function writeBackup(
  store: BackupStore,
  createdAt: Date,
  passphrase?: string,
  signal?: AbortSignal,
): ReadableStream<Uint8Array> {
  const chunks = backupText(store, createdAt, passphrase)
  const encoder = new TextEncoder()
  let abort = () => {}
  const end = () => signal?.removeEventListener('abort', abort)
  return new ReadableStream(
    {
      start(controller) {
        abort = () => {
          controller.error(signal?.reason)
          // Releases the snapshot, although nobody may read on.
          chunks.return().catch(() => {})
        }
        if (signal?.aborted) abort()
        else signal?.addEventListener('abort', abort, { once: true })
      },
      async pull(controller) {
        const { done, value } = await chunks.next()
        if (signal?.aborted) return
        if (done) end()
        if (done) controller.close()
        else controller.enqueue(encoder.encode(value))
      },
      async cancel() {
        end()
        await chunks.return()
      },
    },
    // Read nothing, and take no snapshot, before the first read of the stream.
    { highWaterMark: 0 },
  )
}

const lineOf = (value: unknown) => `${JSON.stringify(value)}\n`

async function* backupText(
  store: BackupStore,
  createdAt: Date,
  passphrase: string | undefined,
): AsyncGenerator<string, void, undefined> {
  const sums = new Sums()
  const made = passphrase === undefined ? undefined : await newKey(passphrase)
  const header: Header = {
    format: formatName,
    version: made ? sealedVersion : formatVersion,
    createdAt: createdAt.toISOString(),
    ...(made ? { sealed: made.header } : {}),
  }
  let text = lineOf(header)
  sums.addHeader(text)
  for await (const part of store.parts()) {
    const { table, columns, lastId, rows } = hidden(part, made?.key)
    if (!sums.hasTable(table)) {
      const line = lineOf({ table, columns, lastId } satisfies TableLine)
      sums.addTable(table, line)
      text += line
    }
    for (const row of rows) {
      const line = lineOf(row)
      sums.addRow(line)
      text += line
      if (text.length < chunkLength) continue
      yield text
      text = ''
      // Yield to the event loop, however fast the reader is.
      await nextTurn()
    }
  }
  yield text + lineOf(sums.manifest())
}
