import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { OpenSupportsError } from '@opensupports/core'
import { type MultipartBody, readParts } from './parts.js'
import type { Decoded, Reading } from './reading.js'

/** Streams the files of a multipart request to a folder of their own, under the limits. */
export async function decodeMultipart(body: MultipartBody, reading: Reading): Promise<Decoded> {
  const folder = await mkdtemp(join(reading.uploadDir ?? tmpdir(), 'opensupports-upload-'))
  const release = () => rm(folder, { recursive: true, force: true, maxRetries: 3 })
  try {
    return { fields: await readParts(body, reading, folder), release }
  } catch (error) {
    await release()
    throw refusal(error)
  }
}

/** Whatever is wrong with a body is the sender's; what the disk says is not. */
function refusal(cause: unknown): unknown {
  if (cause instanceof OpenSupportsError || isDiskError(cause)) return cause
  return new OpenSupportsError('INVALID_BODY', { cause })
}

const isDiskError = (cause: unknown) =>
  cause instanceof Error && 'syscall' in cause && (cause.syscall === 'open' || cause.syscall === 'write')
