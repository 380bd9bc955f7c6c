import { CsvError, parse } from 'csv-parse/stream'
import { fail } from '../errors.js'
import type { Upload } from '../platform/index.js'
import { looksLikeText } from './uploads.js'

const pieceSize = 65_536

/** Lets UTF-8 text through, and nothing else; in small pieces, since a file in memory may come as one large one. */
function onlyText(): TransformStream<Uint8Array, Uint8Array> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  const check = (chunk?: Uint8Array) => {
    try {
      decoder.decode(chunk, { stream: chunk !== undefined })
    } catch {
      fail('INVALID_FILE')
    }
  }
  return new TransformStream({
    async transform(chunk, controller) {
      if (!looksLikeText(chunk)) fail('INVALID_FILE')
      check(chunk)
      for (let start = 0; start < chunk.length; start += pieceSize) {
        const length = Math.min(pieceSize, chunk.length - start)
        controller.enqueue(Buffer.from(chunk.buffer, chunk.byteOffset + start, length))
        // What is in memory never waits for anything: between the pieces, others have their turn.
        await new Promise((resolve) => setImmediate(resolve))
      }
    },
    flush: () => check(),
  })
}

/**
 * The rows of a file of comma-separated values, as they are read: commas, double quotes, UTF-8 with or without a mark,
 * lines that end in any way, rows of any length. Rows without a filled field are left out.
 *
 * @throws INVALID_FILE where it stops being such a file.
 */
export async function* csvRows(file: Upload): AsyncGenerator<readonly string[]> {
  const rows: ReadableStream<readonly string[]> = file
    .stream()
    .pipeThrough(onlyText())
    .pipeThrough(
      parse({
        bom: true,
        record_delimiter: ['\r\n', '\n', '\r'],
        relax_column_count: true,
        skip_records_with_empty_values: true,
        // Who forgets a closing quote makes one row of the rest of the file.
        max_record_size: 100_000,
      }),
    )
  try {
    for await (const row of rows) yield row
  } catch (error) {
    if (error instanceof CsvError) fail('INVALID_FILE')
    throw error
  }
}
