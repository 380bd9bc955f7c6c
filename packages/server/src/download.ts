import type { ErrorCode } from '@opensupports/core'
import type { Answer } from './answer.js'
import { safetyHeaders } from './answer.js'
import { contentDisposition } from './content-disposition.js'

/** The result of the download operation. */
interface Download {
  readonly name: string
  readonly fileName?: string
  readonly type: string
  readonly size?: number
  readonly disposition: 'inline' | 'attachment'
  readonly url?: string
  stream(): ReadableStream<Uint8Array>
}

/** Refuses with 403 and an empty body, since browsers may request it as a picture. */
export const forbiddenFile = (code: ErrorCode): Answer => ({
  status: 403,
  headers: { ...safetyHeaders, 'cache-control': 'no-store' },
  body: '',
  code,
})

/** Answers with the bytes of a file and headers that keep browsers from running it, or redirects to the store. */
export function fileAnswer(file: Download, cacheControl = 'private'): Answer {
  if (file.url !== undefined) {
    // The signed address is valid for a while, for this caller only.
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
