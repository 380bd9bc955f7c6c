import type { IncomingHttpHeaders, IncomingMessage } from 'node:http'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { StringDecoder } from 'node:string_decoder'
import { type ErrorCode, OpenSupportsError } from '@opensupports/core'
import type formidable from 'formidable'
import { extendedFileName } from './extended-file-name.js'
import { addField, type FormFields, noFields } from './fields.js'
import { type KeptFile, keepFile } from './kept-file.js'
import { addText } from './plain-form.js'
import type { Admission, Reading } from './reading.js'

/** A body, and the headers needed to parse it. */
export type MultipartBody = Readable & { readonly headers: IncomingHttpHeaders }

/** Bytes allowed for headers of parts and for what is between parts. */
const mostOverhead = 256 * 1024

/** Loaded with the first multipart body. */
const multipartParser = () => import('formidable')

type Part = Parameters<ReturnType<typeof formidable>['onPart']>[0] & {
  readonly transferEncoding?: string
  /** By their names in small letters. */
  readonly headers: Readonly<Record<string, string | undefined>>
}

interface NamedFile {
  readonly field: string
  readonly fileName: string
  readonly file: KeptFile
}

/** Reads texts into memory and files into the folder. Every file is closed when it resolves or rejects. */
export async function readParts(body: MultipartBody, reading: Reading, folder: string): Promise<FormFields> {
  const files: NamedFile[] = []
  try {
    const parser = await multipartParser()
    const fields = await parseParts(parser, body, reading, folder, files)
    for (const { file, field, fileName } of files) {
      const failure = await file.closed
      if (failure) throw failure
      const upload = file.upload(fileName)
      // Browsers send this for a file input that was left empty.
      if (fileName !== '' || upload.size > 0) addField(fields, field, upload)
    }
    return fields
  } catch (error) {
    for (const { file } of files) file.destroy()
    await Promise.all(files.map(({ file }) => file.closed))
    throw error
  }
}

function parseParts(
  { default: formidable, multipart }: Awaited<ReturnType<typeof multipartParser>>,
  body: MultipartBody,
  reading: Reading,
  folder: string,
  files: NamedFile[],
): Promise<FormFields> {
  const { limits, hold, pace } = reading
  return new Promise((resolve, reject) => {
    // The stream was destroyed before; no event will come.
    if (body.destroyed) return reject(new OpenSupportsError('INVALID_BODY'))
    const fields = noFields()
    const seen = { fields: 0, fieldsSize: 0, files: 0, filesSize: 0, earlySize: 0, content: 0 }
    let waiting = 0
    let refused = false
    const refuseWith = (error: unknown) => {
      refused = true
      reject(error)
    }
    const refuse = (code: ErrorCode) => refuseWith(new OpenSupportsError(code))
    const holds = (bytes: number) => {
      try {
        hold.take(bytes)
        return true
      } catch (error) {
        refuseWith(error)
        return false
      }
    }
    /** Pauses the body until the files have caught up. */
    const paused = async (work: Promise<unknown>) => {
      waiting++
      body.pause()
      await work
      if (--waiting === 0) body.resume()
    }
    const form = formidable({
      // The limits are checked here, because the parser checks its own too late: after opening a file, or at the end.
      maxFields: Number.POSITIVE_INFINITY,
      maxFieldsSize: Number.POSITIVE_INFINITY,
      maxFiles: Number.POSITIVE_INFINITY,
      maxFileSize: Number.POSITIVE_INFINITY,
      maxTotalFileSize: Number.POSITIVE_INFINITY,
      // Only multipart bodies get here.
      enabledPlugins: [multipart],
    })

    const readText = (part: Part, name: string) => {
      if (++seen.fields > limits.fields) return refuse('REQUEST_TOO_LARGE')
      const decoder = new StringDecoder('utf8')
      let text = ''
      part.on('data', (data: Buffer) => {
        seen.fieldsSize += data.length
        if (seen.fieldsSize > limits.fieldsSize) return refuse('REQUEST_TOO_LARGE')
        if (!refused && holds(data.length)) text += decoder.write(data)
      })
      part.on('end', () => {
        text += decoder.end()
        if (refused) return
        try {
          addText(fields, name, text, reading)
        } catch (error) {
          refuseWith(error)
        }
      })
    }

    let admission: Admission | undefined
    /** Admits the caller, or refuses the request. */
    const admit = async () => {
      try {
        if (!admission || admission.isEarly) admission = await reading.admit(fields)
      } catch (error) {
        refuseWith(error)
      }
    }

    const readFile = async (part: Part, field: string, fileName: string) => {
      if (++seen.files > limits.files) return refuse('REQUEST_TOO_LARGE')
      let size = 0
      part.on('data', (data: Buffer) => {
        size += data.length
        seen.filesSize += data.length
        if (size > limits.fileSize) refuse('INVALID_FILE')
        else if (seen.filesSize > limits.filesSize) refuse('REQUEST_TOO_LARGE')
      })
      if (!reading.takesFile(field)) return
      await paused(admit())
      if (refused || !admission) return
      const { largestFile, stopsLarger, isEarly } = admission
      const kept = Math.min(largestFile, limits.fileSize)
      const file = keepFile(join(folder, String(files.length)), kept)
      files.push({ field, fileName, file })
      part.on('data', (data: Buffer) => {
        if (isEarly) seen.earlySize += data.length
        if (stopsLarger && size > kept) refuse('INVALID_FILE')
        else if (seen.earlySize > limits.earlySize) refuse('REQUEST_TOO_LARGE')
        if (refused || !holds(Math.max(0, Math.min(data.length, kept - (size - data.length))))) return
        if (!file.write(data)) paused(file.drained())
      })
      part.on('end', () => file.end())
    }

    // Nothing may throw here, or in a listener of a part: nobody would catch it.
    form.onPart = (part: Part) => {
      if (refused) return
      const { name, originalFilename } = part
      if (name === null) return refuse('INVALID_BODY')
      const weight = part.transferEncoding === 'base64' ? 1.5 : 1
      part.on('data', (data: Buffer) => {
        seen.content += data.length * weight
      })
      const fileName = originalFilename ?? extendedFileName(part.headers['content-disposition'])
      return fileName === undefined ? readText(part, name) : readFile(part, name, fileName)
    }
    let received = 0
    /** Paused parts have not counted their content yet. */
    const hasOverhead = () => waiting === 0 && received - seen.content > mostOverhead
    form.on('progress', (bytes) => {
      // An error thrown here is the only thing that stops the parser.
      if (refused) throw new OpenSupportsError('INVALID_BODY')
      pace.arrived(bytes - received)
      received = bytes
      // By then the parser has emitted all that it received, unless it is paused.
      setImmediate(() => {
        if (hasOverhead()) refuse('REQUEST_TOO_LARGE')
      })
    })
    form.parse(body as IncomingMessage).then(
      () => resolve(fields),
      (error: unknown) => {
        // The body may end, or break, before the check above has run.
        if (hasOverhead()) refuse('REQUEST_TOO_LARGE')
        reject(error)
      },
    )
  })
}
