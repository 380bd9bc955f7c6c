import type { ErrorCode, OpenSupportsError } from '@opensupports/core'

/** The envelope of an answer, as JSON. */
export const success = (data: unknown) => JSON.stringify({ status: 'success', data })

/** The envelope of an error for clients of 4.11, as JSON. */
export const legacyFailure = (code: ErrorCode, details: unknown) =>
  `{"status":"fail","message":"${code}","data":${JSON.stringify(details ?? null)}}`

/**
 * The envelope of an error on the native wire, as JSON: `detail` says what to do, `field` which parameter was wrong.
 */
export const failure = ({ code, details, detail, field }: OpenSupportsError, requestId: string) =>
  JSON.stringify({ status: 'fail', message: code, data: details ?? null, detail, field, requestId })
