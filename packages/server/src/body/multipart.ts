import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { OpenSupportsError } from '@opensupports/core'
import type { Limits } from '../options.js'
import type { FormFields } from './fields.js'
import { type MultipartBody, readParts } from './parts.js'

/** Fields of a request, and what to do when it has been answered. */
export interface Decoded {
  readonly fields: FormFields
  /** Removes the files that nobody stored. */
  readonly release?: () => Promise<void>
}

/** Streams the files of a multipart request to a folder of their own, under the limits. */
export async function decodeMultipart(
  body: MultipartBody,
  limits: Limits,
  uploadDir: string | undefined,
): Promise<Decoded> {
  const folder = await mkdtemp(join(uploadDir ?? tmpdir(), 'opensupports-upload-'))
  // A file that was just being opened when its request broke off appears while the folder goes: then once more.
  const release = () => rm(folder, { recursive: true, force: true, maxRetries: 3 })
  try {
    return { fields: await readParts(body, limits, folder), release }
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
