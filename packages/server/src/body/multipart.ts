import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { OpenSupportsError } from '@opensupports/core'
import { uploadPrefix } from './old-uploads.js'
import { type MultipartBody, readParts } from './parts.js'
import { decodePlainForm } from './plain-form.js'
import type { Decoded, Reading } from './reading.js'

/** Streams the files of a multipart request to a new folder, within the limits. */
export async function decodeMultipart(body: MultipartBody, reading: Reading): Promise<Decoded> {
  // The body may break before the parser listens. Without a listener, its error would end the process.
  body.on('error', () => {})
  const folder = await mkdtemp(join(reading.uploadDir ?? tmpdir(), uploadPrefix))
  const release = () => rm(folder, { recursive: true, force: true, maxRetries: 3 })
  try {
    return { fields: await readParts(body, reading, folder), release }
  } catch (error) {
    await release()
    throw refusal(error)
  }
}

/** Decodes a multipart form that has arrived completely. */
export async function decodeHeldMultipart(
  body: Buffer,
  contentType: string | undefined,
  reading: Reading,
): Promise<Decoded> {
  const fields = decodePlainForm(body, contentType, reading)
  if (fields) return { fields }
  const headers = { 'content-type': contentType, 'content-length': String(body.length) }
  return decodeMultipart(Object.assign(Readable.from([body]), { headers }), reading)
}

/** Errors of parsing are the sender's; errors of the disk are not. */
function refusal(cause: unknown): unknown {
  if (cause instanceof OpenSupportsError || isDiskError(cause)) return cause
  return new OpenSupportsError('INVALID_BODY', { cause })
}

const isDiskError = (cause: unknown) =>
  cause instanceof Error && 'syscall' in cause && (cause.syscall === 'open' || cause.syscall === 'write')
