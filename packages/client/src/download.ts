import type { Deadline } from './deadline.js'

/** A file from the helpdesk. Read it once, by `blob` or by `stream`. */
export interface DownloadedFile {
  /** The name under which to save it. */
  readonly name: string
  /** The media type. */
  readonly type: string
  /** In bytes; undefined if unknown. */
  readonly size: number | undefined
  /** Returns the content as it arrives. Cancel the stream if you do not read it to the end. */
  stream(): ReadableStream<Uint8Array>
  /** Reads all of it. */
  blob(): Promise<Blob>
}

/** Returns the name in the header Content-Disposition (RFC 6266). */
function nameIn(disposition: string): string | undefined {
  const [, encoded] = /filename\*=UTF-8''([^;]+)/i.exec(disposition) ?? []
  const [, plain] = /filename="([^"]*)"/i.exec(disposition) ?? []
  try {
    return encoded === undefined ? plain : decodeURIComponent(encoded)
  } catch {
    return plain
  }
}

/** Returns the file that an answer carries. */
export function fileOf(response: Response, fallbackName: string, until: Deadline): DownloadedFile {
  const header = (name: string) => response.headers.get(name) ?? ''
  // The length is that of the compressed content, if a proxy compresses it.
  const length = header('content-encoding') ? '' : header('content-length')
  until.outlast()
  return {
    name: nameIn(header('content-disposition')) ?? fallbackName,
    type: header('content-type'),
    size: length ? Number(length) : undefined,
    stream: () => response.body ?? new Blob([]).stream(),
    async blob() {
      try {
        return await response.blob()
      } catch (error) {
        throw until.failure(error)
      }
    },
  }
}
