import type { ErrorCode } from '@opensupports/core'

/** The envelope of an answer, as JSON. */
export const success = (data: unknown) => `{"status":"success","data":${JSON.stringify(data)}}`

/** The envelope of a refusal, as JSON. */
export const failure = (code: ErrorCode, details: unknown) =>
  `{"status":"fail","message":"${code}","data":${JSON.stringify(details ?? null)}}`
