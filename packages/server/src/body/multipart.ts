import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { OpenSupportsError } from '@opensupports/core'
import { uploadPrefix } from './old-uploads.js'
import { type MultipartBody, readParts } from './parts.js'
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

/** Errors of parsing are the sender's; errors of the disk are not. */
function refusal(cause: unknown): unknown {
  if (cause instanceof OpenSupportsError || isDiskError(cause)) return cause
  return new OpenSupportsError('INVALID_BODY', { cause })
}

const isDiskError = (cause: unknown) =>
  cause instanceof Error && 'syscall' in cause && (cause.syscall === 'open' || cause.syscall === 'write')
