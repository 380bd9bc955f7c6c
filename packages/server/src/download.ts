import type { Answer } from './answer.js'
import { safetyHeaders } from './answer.js'
import { contentDisposition } from './content-disposition.js'

/** What the operation says of a file. */
interface Download {
  readonly name: string
  readonly fileName?: string
  readonly type: string
  readonly size?: number
  readonly disposition: 'inline' | 'attachment'
  readonly url?: string
  stream(): ReadableStream<Uint8Array>
}

/** Refused: 403 with nothing in it, as browsers show it in place of a picture. */
export const forbiddenFile = (): Answer => ({
  status: 403,
  headers: { ...safetyHeaders, 'cache-control': 'no-store' },
  body: '',
  code: 'NO_PERMISSION',
})

/** The bytes of a file, with everything that keeps a browser from running them; or where the store gives them out. */
export function fileAnswer(file: Download, cacheControl = 'private'): Answer {
  if (file.url !== undefined) {
    // The address is good for a while, and for this caller.
    const headers = { ...safetyHeaders, 'cache-control': 'private, no-store', location: file.url }
    return { status: 302, headers, body: '' }
  }
  return {
    status: 200,
    headers: {
      ...safetyHeaders,
      'cache-control': cacheControl,
      'content-security-policy': "default-src 'none'; sandbox",
      'content-type': file.type,
      ...(file.size === undefined ? {} : { 'content-length': String(file.size) }),
      'content-disposition': contentDisposition(file.disposition, file.fileName ?? file.name),
    },
    body: file.stream(),
  }
}
