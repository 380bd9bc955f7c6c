import { isDeepStrictEqual } from 'node:util'
import * as v from 'valibot'
import { OpenSupportsError } from '../errors.js'
import { nextTurn } from '../platform/index.js'
import type { BackupPart, BackupValue } from '../storage/index.js'
import { formatName, formatVersion, type Sums, sealedVersion } from './format.js'
import { cost, type Key, keyFrom, opened } from './secrets.js'

const partRows = 100
const partLength = 2 ** 20
/** In bytes. The reader yields to the event loop after each piece. */
const pieceSize = 65_536
/** Longer than any row, and short enough for the memory. */
const longestLine = 2 ** 27

const Header = v.variant('version', [
  v.object({
    format: v.literal(formatName),
    version: v.literal(formatVersion),
    createdAt: v.string(),
    sealed: v.optional(v.undefined()),
  }),
  v.object({
    format: v.literal(formatName),
    version: v.literal(sealedVersion),
    createdAt: v.string(),
    sealed: v.object({
      kdf: v.literal('scrypt'),
      // The costs in a file must not exhaust the memory.
      N: v.literal(cost.N),
      r: v.literal(cost.r),
      p: v.literal(cost.p),
      salt: v.pipe(v.string(), v.regex(/^[0-9a-f]{32}$/)),
      check: v.string(),
    }),
  }),
])
const TableLine = v.object({
  table: v.string(),
  columns: v.pipe(
    v.array(v.string()),
    v.nonEmpty(),
    v.check((columns) => new Set(columns).size === columns.length),
  ),
  lastId: v.nullable(v.pipe(v.number(), v.safeInteger(), v.minValue(0))),
})

const damaged = (cause?: unknown) => new OpenSupportsError('INVALID_BACKUP', { cause })

/**
 * Yields the parts of a backup. Throws unless the backup is complete and unchanged.
 *
 * @param sums collects the sums of what is read
 * @param passphrase decrypts the secrets that were encrypted with it
 * @throws INVALID_PASSPHRASE before the first part when it is wrong or missing; INVALID_BACKUP, at the latest after the
 *   last part, so the caller must roll back what it did with the parts
 */
export async function* readBackup(
  chunks: AsyncIterable<Uint8Array>,
  sums: Sums,
  passphrase?: string,
): AsyncGenerator<BackupPart, void, undefined> {
  let key: Key | undefined
  const whole = (part: BackupPart) => (key ? opened(part, key) : part)
  let place: 'start' | 'inside' | 'end' = 'start'
  let part:
    | { readonly head: v.InferOutput<typeof TableLine>; rows: BackupValue[][]; length: number }
    | undefined
  for await (const lines of linesOf(chunks)) {
    for (const text of lines) {
      const line = `${text}\n`
      const value = parsed(text)
      if (place === 'end') throw damaged()
      if (place === 'start') {
        if (!v.is(Header, value)) throw damaged()
        if (value.sealed) key = await keyFrom(value.sealed, passphrase)
        sums.addHeader(line)
        place = 'inside'
      } else if (Array.isArray(value)) {
        if (!part || !isRow(value, part.head.columns.length)) throw damaged()
        sums.addRow(line)
        part.rows.push(value)
        part.length += line.length
        if (part.rows.length < partRows && part.length < partLength) continue
        yield whole({ ...part.head, rows: part.rows })
        part = { head: part.head, rows: [], length: 0 }
      } else if (v.is(TableLine, value)) {
        if (sums.hasTable(value.table)) throw damaged()
        if (part) yield whole({ ...part.head, rows: part.rows })
        sums.addTable(value.table, line)
        part = { head: value, rows: [], length: 0 }
      } else {
        if (!isDeepStrictEqual(value, sums.manifest())) throw damaged()
        place = 'end'
      }
    }
  }
  if (place !== 'end') throw damaged()
  if (part) yield whole({ ...part.head, rows: part.rows })
}

async function* piecesOf(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    for (let start = 0; start < chunk.byteLength; start += pieceSize) {
      yield chunk.subarray(start, start + pieceSize)
      await nextTurn()
    }
  }
}

/** Yields lines without their ends, several at a time. */
async function* linesOf(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string[], void, undefined> {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
  const decoded = (chunk?: Uint8Array) => {
    try {
      return decoder.decode(chunk, { stream: chunk !== undefined })
    } catch (error) {
      throw damaged(error)
    }
  }
  let rest = ''
  for await (const chunk of piecesOf(chunks)) {
    const text = decoded(chunk)
    const end = text.lastIndexOf('\n')
    if (end < 0) {
      rest += text
    } else {
      yield (rest + text.slice(0, end)).split('\n')
      rest = text.slice(end + 1)
    }
    if (rest.length > longestLine) throw damaged()
  }
  if (rest + decoded() !== '') throw damaged()
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch (error) {
    throw damaged(error)
  }
}

const isRow = (values: readonly unknown[], length: number): values is BackupValue[] =>
  values.length === length &&
  values.every((value) => value === null || typeof value === 'string' || Number.isFinite(value))
