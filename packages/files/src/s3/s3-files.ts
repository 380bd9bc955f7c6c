import type { IncomingMessage } from 'node:http'
import { type FileStore, isFileName, type Upload } from '@opensupports/core'
import { connectionTo, type S3Connection, type S3Options } from './connection.js'

/**
 * Stores files in a bucket of an S3-compatible store. Uploads and downloads stream, and a file is stored completely or
 * not at all. The bucket must exist and should be private, because the helpdesk decides who may read a file.
 *
 * Requests that are safe to repeat are tried three times. Then an `S3Error` with the status is thrown, which has no
 * secrets.
 *
 * @example
 * const files = s3Files({ endpoint: 'https://s3.example.com', bucket: 'helpdesk', accessKeyId, secretAccessKey })
 * new OpenSupports({ storage, files })
 */
export function s3Files(options: S3Options): Required<FileStore> {
  const connection = connectionTo(options)
  return {
    async put(name, upload) {
      if (!isFileName(name)) throw new Error(`invalid file name: ${JSON.stringify(name)}`)
      const { size } = upload
      // A request with an empty body would finish before the check of the content.
      if (size === 0) for await (const _ of checked(upload));
      const body = { size, read: () => checked(upload) }
      const response = await connection.send({ method: 'PUT', name, body }, [200, 201])
      await drained(response)
    },

    async open(name) {
      if (!isFileName(name)) return undefined
      const response = await connection.send({ method: 'HEAD', name }, [200, 404])
      await drained(response)
      if (response.statusCode === 404) return undefined
      return {
        size: Number(response.headers['content-length'] ?? 0),
        stream: () => contentOf(connection, name),
      }
    },

    async remove(name) {
      if (!isFileName(name)) return
      await drained(await connection.send({ method: 'DELETE', name }, [200, 204, 404]))
    },

    names: () => namesIn(connection, options.prefix ?? ''),

    signedUrl(
      name,
      { expiresIn, fileName = name, contentType = 'application/octet-stream', disposition = 'attachment' },
    ) {
      if (!isFileName(name)) throw new Error(`invalid file name: ${JSON.stringify(name)}`)
      const query = {
        'response-content-disposition': `${disposition}; filename="${fileName.replace(/[^\w.-]/g, '_')}"`,
        'response-content-type': contentType,
      }
      return connection.signedUrl(name, query, expiresIn)
    },
  }
}

const drained = async (response: IncomingMessage) => {
  for await (const _ of response);
}

/**
 * Yields the content of an upload, each chunk only when the next one is there. Without the last chunk, the store does
 * not create the file. Throws if the size differs from `upload.size`.
 */
async function* checked(upload: Upload): AsyncGenerator<Uint8Array> {
  let held: Uint8Array | undefined
  let total = 0
  for await (const part of upload.stream()) {
    total += part.length
    if (total > upload.size) break
    if (held) yield held
    held = part
  }
  if (total !== upload.size) throw new Error(`the content does not have the announced ${upload.size} bytes`)
  if (held) yield held
}

/** Returns the content of a file. Sends the request at the first read. */
function contentOf(connection: S3Connection, name: string): ReadableStream<Uint8Array> {
  let response: IncomingMessage | undefined
  let parts: AsyncIterator<Buffer> | undefined
  let isCancelled = false
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        if (!parts) {
          response = await connection.send({ method: 'GET', name }, [200, 404])
          if (isCancelled || response.statusCode === 404) {
            response.destroy()
            if (isCancelled) return
            throw new Error('the file was removed before it was read')
          }
          parts = response[Symbol.asyncIterator]()
        }
        const { done, value } = await parts.next()
        if (isCancelled) return
        if (done) controller.close()
        else controller.enqueue(value)
      },
      cancel() {
        isCancelled = true
        response?.destroy()
      },
    },
    { highWaterMark: 0 },
  )
}

async function* namesIn(connection: S3Connection, prefix: string): AsyncGenerator<string> {
  for (let token: string | undefined; ; ) {
    const query = {
      'list-type': '2',
      ...(prefix ? { prefix } : {}),
      ...(token ? { 'continuation-token': token } : {}),
    }
    const response = await connection.send({ method: 'GET', query }, [200])
    let text = ''
    for await (const chunk of response.setEncoding('utf8')) text += chunk
    for (const [, key = ''] of text.matchAll(/<Key>([^<]*)<\/Key>/g)) {
      const name = unescaped(key).slice(prefix.length)
      if (isFileName(name)) yield name
    }
    if (!/<IsTruncated>true<\/IsTruncated>/.test(text)) return
    const [, next] = /<NextContinuationToken>([^<]*)<\/NextContinuationToken>/.exec(text) ?? []
    if (!next) throw new Error('the store truncated the list of files without a continuation token')
    token = unescaped(next)
  }
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }
const unescaped = (text: string) => text.replace(/&(\w+);/g, (whole, name: string) => entities[name] ?? whole)
