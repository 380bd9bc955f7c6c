import { createReadStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import type { IncomingMessage } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { OpenSupportsError, type Upload } from '@opensupports/core'
import formidable, { errors, multipart } from 'formidable'
import type { Limits } from '../options.js'
import { addField, type FormFields, isMissingText, noFields } from './fields.js'

/** Fields of a request, and what to do when it has been answered. */
export interface Decoded {
  readonly fields: FormFields
  /** Removes the files that nobody stored. */
  readonly release?: () => Promise<void>
}

/** Streams the files of a multipart request to a folder of their own, under the limits. */
export async function decodeMultipart(
  request: IncomingMessage,
  limits: Limits,
  uploadDir: string | undefined,
): Promise<Decoded> {
  const folder = await mkdtemp(join(uploadDir ?? tmpdir(), 'opensupports-upload-'))
  const release = () => rm(folder, { recursive: true, force: true })
  try {
    const form = formidable({
      uploadDir: folder,
      maxFields: limits.fields,
      maxFieldsSize: limits.fieldsSize,
      maxFiles: limits.files,
      maxFileSize: limits.fileSize,
      maxTotalFileSize: limits.filesSize,
      allowEmptyFiles: true,
      minFileSize: 0,
      // Only multipart: other forms never come here.
      enabledPlugins: [multipart],
    })
    limitHeaders(form)
    const fields = noFields()
    form.on('field', (name, value) => {
      if (!isMissingText(name, value)) addField(fields, name, value)
    })
    form.on('file', (name, file) => {
      const originalName = file.originalFilename ?? ''
      // What a browser sends for a file input that nothing was chosen in.
      if (originalName === '' && file.size === 0) return
      addField(fields, name, uploadOf(file.filepath, originalName, file.size))
    })
    await form.parse(request)
    return { fields, release }
  } catch (error) {
    await release()
    throw refusal(error)
  }
}

/** Everything that is neither a file nor a field: headers of parts and what is between them. */
const mostOverhead = 256 * 1024

function limitHeaders(form: ReturnType<typeof formidable>): void {
  let received = 0
  let content = 0
  form.onPart = (part) => {
    part.on('data', (data: Buffer) => {
      content += data.byteLength
    })
    return form._handlePart(part)
  }
  form.on('progress', (bytes) => {
    if (received - content > mostOverhead) throw new OpenSupportsError('REQUEST_TOO_LARGE')
    received = bytes
  })
}

const uploadOf = (path: string, name: string, size: number): Upload => ({
  name,
  size,
  stream: () => Readable.toWeb(createReadStream(path)) as ReadableStream<Uint8Array>,
})

const tooLargeFile: readonly unknown[] = [errors.biggerThanMaxFileSize, errors.biggerThanTotalMaxFileSize]
const tooLarge: readonly unknown[] = [
  errors.maxFieldsExceeded,
  errors.maxFieldsSizeExceeded,
  errors.maxFilesExceeded,
]

function refusal(cause: unknown): OpenSupportsError {
  if (cause instanceof OpenSupportsError) return cause
  const code = typeof cause === 'object' && cause !== null && 'code' in cause ? cause.code : undefined
  if (tooLargeFile.includes(code)) return new OpenSupportsError('INVALID_FILE', { cause })
  if (tooLarge.includes(code)) return new OpenSupportsError('REQUEST_TOO_LARGE', { cause })
  return new OpenSupportsError('INVALID_BODY', { cause })
}
