import type { ErrorCode } from '@opensupports/core'

/** What is sent back to a caller. */
export interface Answer {
  readonly status: number
  readonly headers: Record<string, string>
  readonly body: string | ReadableStream<Uint8Array>
  /** For the access log. */
  readonly code?: ErrorCode | undefined
}

/** The headers of every answer, which keep browsers from framing it, guessing its type or sending its address on. */
export const safetyHeaders = {
  'x-frame-options': 'DENY',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
}

/** Default headers of an answer. Written out, because spreading objects is measurably slow here. */
export const jsonAnswer = (status: number, body: string, code?: ErrorCode): Answer => ({
  status,
  headers: {
    'x-frame-options': 'DENY',
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-store',
    'content-type': 'application/json',
  },
  body,
  code,
})

const page = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Not found</title></head><body><h1>Not found</h1></body></html>
`

/** A plain 404, without an envelope, for unknown paths and wrong methods. */
export const notFoundPage = (): Answer => ({
  status: 404,
  headers: { ...safetyHeaders, 'cache-control': 'no-store', 'content-type': 'text/html; charset=utf-8' },
  body: page,
})
