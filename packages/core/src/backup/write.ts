import type { BackupStore } from '../storage/index.js'
import { formatName, formatVersion, type Header, Sums, type TableLine } from './format.js'

/** As many characters go out at a time, and a line. */
const chunkLength = 65_536

/** Everything in a storage as a stream, which reads on as fast as it is read, and lets go of the storage with its reader. */
export function writeBackup(store: BackupStore, createdAt: Date): ReadableStream<Uint8Array> {
  const chunks = backupText(store, createdAt)
  const encoder = new TextEncoder()
  return new ReadableStream(
    {
      async pull(controller) {
        const { done, value } = await chunks.next()
        if (done) controller.close()
        else controller.enqueue(encoder.encode(value))
      },
      async cancel() {
        await chunks.return()
      },
    },
    // Nothing is read, and no moment kept, before somebody wants it.
    { highWaterMark: 0 },
  )
}

const lineOf = (value: unknown) => `${JSON.stringify(value)}\n`

async function* backupText(store: BackupStore, createdAt: Date): AsyncGenerator<string, void, undefined> {
  const sums = new Sums()
  const header: Header = { format: formatName, version: formatVersion, createdAt: createdAt.toISOString() }
  let text = lineOf(header)
  sums.addHeader(text)
  for await (const { table, columns, lastId, rows } of store.parts()) {
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
    }
  }
  yield text + lineOf(sums.manifest())
}
