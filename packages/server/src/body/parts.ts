import { createReadStream } from 'node:fs'
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http'
import { Readable } from 'node:stream'
import { StringDecoder } from 'node:string_decoder'
import { type ErrorCode, OpenSupportsError, type Upload } from '@opensupports/core'
import formidable, { multipart } from 'formidable'
import type { Limits } from '../options.js'
import { addField, type FormFields, isMissingText, noFields } from './fields.js'

/** A body with the headers that tell how to read it. */
export type MultipartBody = Readable & { readonly headers: IncomingHttpHeaders }

/** Everything that is neither a file nor a field: headers of parts and what is between them. */
const mostOverhead = 256 * 1024

type Part = Parameters<ReturnType<typeof formidable>['onPart']>[0] & { readonly transferEncoding?: string }

/** Reads texts into memory and files into the folder. */
export function readParts(body: MultipartBody, limits: Limits, folder: string): Promise<FormFields> {
  return new Promise((resolve, reject) => {
    // Gone before its turn came: there will be no event to wait for.
    if (body.destroyed) return reject(new OpenSupportsError('INVALID_BODY'))
    const fields = noFields()
    const files: { readonly name: string; readonly file: formidable.File }[] = []
    const seen = { fields: 0, fieldsSize: 0, files: 0, filesSize: 0, content: 0 }
    let refused = false
    const refuse = (code: ErrorCode) => {
      refused = true
      reject(new OpenSupportsError(code))
    }
    const form = formidable({
      uploadDir: folder,
      // The limits are kept here: the parser's own come too late, after it has opened a file, or at its end.
      ...{ maxFields: Infinity, maxFieldsSize: Infinity, maxFiles: Infinity, maxFileSize: Infinity },
      maxTotalFileSize: Infinity,
      allowEmptyFiles: true,
      minFileSize: 0,
      // Only multipart: other forms never come here.
      enabledPlugins: [multipart],
    })

    const readText = (part: Part, name: string) => {
      if (++seen.fields > limits.fields) return refuse('REQUEST_TOO_LARGE')
      const decoder = new StringDecoder('utf8')
      let text = ''
      part.on('data', (data: Buffer) => {
        seen.fieldsSize += data.length
        if (seen.fieldsSize > limits.fieldsSize) return refuse('REQUEST_TOO_LARGE')
        text += decoder.write(data)
      })
      part.on('end', () => {
        text += decoder.end()
        if (!isMissingText(name, text)) addField(fields, name, text)
      })
    }
    const readFile = (part: Part) => {
      if (++seen.files > limits.files) return refuse('REQUEST_TOO_LARGE')
      let size = 0
      part.on('data', (data: Buffer) => {
        size += data.length
        seen.filesSize += data.length
        if (size > limits.fileSize) refuse('INVALID_FILE')
        else if (seen.filesSize > limits.filesSize) refuse('REQUEST_TOO_LARGE')
      })
      // The parser takes parts of no type for texts; what has the name of a file is one.
      part.mimetype ||= 'application/octet-stream'
      return form._handlePart(part)
    }
    // Nothing may throw in here, or in a listener of a part: nobody would catch it.
    form.onPart = (part: Part) => {
      if (refused) return
      if (part.name === null) return refuse('INVALID_BODY')
      const weight = part.transferEncoding === 'base64' ? 1.5 : 1
      part.on('data', (data: Buffer) => {
        seen.content += data.length * weight
      })
      return part.originalFilename === null ? readText(part, part.name) : readFile(part)
    }
    form.on('fileBegin', (name, file) => {
      files.push({ name, file })
    })
    form.on('progress', (received) => {
      // What is thrown here stops the parser, and nothing else does.
      if (refused) throw new OpenSupportsError('INVALID_BODY')
      // By then the parser has handed on all that it received.
      setImmediate(() => {
        if (received - seen.content > mostOverhead) refuse('REQUEST_TOO_LARGE')
      })
    })
    form.parse(body as IncomingMessage).then(() => {
      for (const { name, file } of files) {
        const originalName = file.originalFilename ?? ''
        // What a browser sends for a file input that nothing was chosen in.
        if (originalName === '' && file.size === 0) continue
        addField(fields, name, uploadOf(file.filepath, originalName, file.size))
      }
      resolve(fields)
    }, reject)
  })
}

const uploadOf = (path: string, name: string, size: number): Upload => ({
  name,
  size,
  stream: () => Readable.toWeb(createReadStream(path)) as ReadableStream<Uint8Array>,
})
