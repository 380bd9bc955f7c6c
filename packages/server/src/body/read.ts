import type { Readable } from 'node:stream'
import { OpenSupportsError } from '@opensupports/core'
import type { Hold } from './holdings.js'
import { smallBody } from './limits.js'
import type { Reading } from './reading.js'

/** What limits the reading of a body into memory. */
interface InMemory extends Pick<Reading, 'hold' | 'pace'> {
  readonly limits: Pick<Reading['limits'], 'fieldsSize'>
}

/** The memory that a small body takes is not counted. */
const notCounted: Hold = { take() {}, signIn() {}, end() {} }

/** Returns the limits for reading a small body into memory. Its texts and files are counted later, by the parser. */
export const inOnePiece = ({ pace }: Reading): InMemory => ({
  limits: { fieldsSize: smallBody },
  hold: notCounted,
  pace,
})

/** Returns whether a body says that it is small. */
export const isSmall = (contentLength: string | undefined): boolean =>
  contentLength !== undefined && Number(contentLength) <= smallBody

const joined = (chunks: readonly Buffer[]): Buffer => {
  const [first] = chunks
  return first && chunks.length === 1 ? first : Buffer.concat(chunks)
}

/**
 * Reads a Node stream into memory, up to the limit for fields. Beyond the limit, the stream is neither read nor
 * destroyed, because the answer goes out on the same connection. A stream that is too slow is destroyed.
 */
export function readStream(stream: Readable, { limits, hold, pace }: InMemory): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let size = 0
    let isOver = false
    const refuse = (error: unknown) => {
      isOver = true
      chunks.length = 0
      pace.end()
      reject(error)
    }
    const broken = (cause?: Error) => {
      if (!isOver) refuse(new OpenSupportsError('INVALID_BODY', { cause }))
    }
    // The stream was destroyed before; no event will come.
    if (stream.destroyed) return broken()
    pace.start(() => stream.destroy())
    stream.on('data', (chunk: Buffer) => {
      if (isOver) return
      pace.arrived(chunk.length)
      size += chunk.length
      if (size > limits.fieldsSize) return refuse(new OpenSupportsError('REQUEST_TOO_LARGE'))
      try {
        hold.take(chunk.length)
        chunks.push(chunk)
      } catch (error) {
        refuse(error)
      }
    })
    stream.on('end', () => {
      if (isOver) return
      isOver = true
      pace.end()
      resolve(joined(chunks))
    })
    stream.on('error', broken)
    stream.on('close', broken)
  })
}

/** Reads the body of a fetch request into memory, up to the limit for fields. A body that is too slow is cancelled. */
export async function readWebStream(
  body: ReadableStream<Uint8Array>,
  { limits, hold, pace }: InMemory,
): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  let isCut = false
  const reader = body.getReader()
  const cancel = () => void reader.cancel().catch(() => {})
  pace.start(() => {
    isCut = true
    cancel()
  })
  try {
    for (let read = await reader.read(); !read.done; read = await reader.read()) {
      const chunk = read.value
      pace.arrived(chunk.byteLength)
      size += chunk.byteLength
      if (size > limits.fieldsSize) throw new OpenSupportsError('REQUEST_TOO_LARGE')
      hold.take(chunk.byteLength)
      chunks.push(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength))
    }
  } catch (error) {
    cancel()
    if (error instanceof OpenSupportsError) throw error
    throw new OpenSupportsError('INVALID_BODY', { cause: error })
  } finally {
    pace.end()
  }
  // To the reader, a cancelled body looks as if it had ended.
  if (isCut) throw new OpenSupportsError('INVALID_BODY')
  return joined(chunks)
}
