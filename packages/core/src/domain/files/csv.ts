import { fail } from '../../errors.js'
import { nextTurn, type Upload } from '../../platform/index.js'
import { looksLikeText } from './file-types.js'

const pieceSize = 65_536
/** In characters. Without a limit, a missing closing quote turns the rest of the file into one row. */
const longestRow = 100_000
const byteOrderMark = '\ufeff'

async function* piecesOf(file: Upload): AsyncGenerator<Uint8Array> {
  for await (const chunk of file.stream()) {
    for (let start = 0; start < chunk.byteLength; start += pieceSize) {
      yield Buffer.from(chunk.buffer, chunk.byteOffset + start, Math.min(pieceSize, chunk.byteLength - start))
      // Yield to the event loop: an in-memory file never blocks on I/O by itself.
      await nextTurn()
    }
  }
}

/** Returns the encoding of a file: UTF-16 with a byte order mark, else UTF-8 if it is valid, else windows-1252. */
async function encodingOf(file: Upload): Promise<'utf-16le' | 'utf-16be' | 'utf-8' | 'windows-1252'> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let head: number[] = []
  let isUtf8 = true
  for await (const piece of piecesOf(file)) {
    if (head.length < 2) head = [...head, ...piece.subarray(0, 2 - head.length)]
    if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le'
    if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be'
    if (!looksLikeText(piece)) fail('INVALID_FILE')
    try {
      decoder.decode(piece, { stream: true })
    } catch {
      isUtf8 = false
    }
  }
  try {
    decoder.decode()
  } catch {
    isUtf8 = false
  }
  return isUtf8 ? 'utf-8' : 'windows-1252'
}

/** Returns whether a text has control characters that no text file contains. */
const isBinary = (text: string): boolean => {
  for (let place = 0; place < text.length; place++) {
    const code = text.charCodeAt(place)
    if (code < 32 && ![8, 9, 10, 12, 13, 27].includes(code)) return true
  }
  return false
}

async function* textOf(file: Upload): AsyncGenerator<string> {
  const decoder = new TextDecoder(await encodingOf(file), { fatal: true, ignoreBOM: true })
  const decoded = (piece?: Uint8Array) => {
    try {
      const text = decoder.decode(piece, { stream: piece !== undefined })
      return isBinary(text) ? fail('INVALID_FILE') : text
    } catch {
      return fail('INVALID_FILE')
    }
  }
  let isStart = true
  for await (const piece of piecesOf(file)) {
    const text = decoded(piece)
    if (text === '') continue
    yield isStart && text.startsWith(byteOrderMark) ? text.slice(1) : text
    isStart = false
  }
  yield decoded()
}

/** Reads a text up to the end of its first line that is not blank. Returns all that was read. */
async function headOf(text: AsyncGenerator<string>): Promise<string> {
  let head = ''
  for (let next = await text.next(); !next.done; next = await text.next()) {
    head += next.value
    if (head.length > longestRow || /[\r\n]/.test(head.trimStart())) break
  }
  return head
}

/** Returns the separator, and the length of the line that names it (`sep=;`), 0 without one. */
function separatorOf(head: string): { separator: string; skipped: number } {
  const named = /^sep=([,;\t|])[ \t]*(?:\r\n|\n|\r|$)/i.exec(head)
  if (named) return { separator: named[1] ?? ',', skipped: named[0].length }
  const line = head.trimStart().slice(0, longestRow)
  let [isQuoted, end] = [false, 0]
  const counts = new Map([',', ';', '\t'].map((separator) => [separator, 0]))
  for (; end < line.length; end++) {
    const character = line.charAt(end)
    if (character === '"') isQuoted = !isQuoted
    else if (isQuoted) continue
    else if (character === '\n' || character === '\r') break
    else if (counts.has(character)) counts.set(character, (counts.get(character) ?? 0) + 1)
  }
  // Prefers the comma: passwords and names in such files may contain the others.
  const separator = [',', ';', '\t'].find((each) => (counts.get(each) ?? 0) >= 2)
  return { separator: separator ?? [...counts].find(([, count]) => count > 0)?.[0] ?? ',', skipped: 0 }
}

/**
 * Yields the rows of a file of separated values as it reads them. The separator is the one named by a first line
 * `sep=;`, or else the comma, semicolon or tab of the first row. Supports UTF-8, UTF-16 with a byte order mark,
 * windows-1252, double quotes, and any line ends. Trims blanks around unquoted fields, takes a quote within a field
 * literally, and skips rows without a filled field.
 *
 * @throws INVALID_FILE at the first position that cannot be parsed
 */
export async function* csvRows(file: Upload): AsyncGenerator<readonly string[]> {
  const { CsvError, parse } = await import('csv-parse/stream')
  const text = textOf(file)
  const head = await headOf(text)
  const { separator, skipped } = separatorOf(head)
  const encoder = new TextEncoder()
  async function* bytes() {
    yield encoder.encode(head.slice(skipped))
    for await (const piece of text) yield encoder.encode(piece)
  }
  const rows: ReadableStream<readonly string[]> = ReadableStream.from(bytes()).pipeThrough(
    parse({
      delimiter: separator,
      record_delimiter: ['\r\n', '\n', '\r'],
      relax_column_count: true,
      relax_quotes: true,
      ltrim: true,
      rtrim: true,
      skip_records_with_empty_values: true,
      max_record_size: longestRow,
    }),
  )
  try {
    for await (const row of rows) yield row
  } catch (error) {
    if (error instanceof CsvError) fail('INVALID_FILE')
    throw error
  }
}
