import type { ErrorCode } from '@opensupports/core'
import { reviveDates } from './dates.js'
import type { Deadline } from './deadline.js'
import { fileOf } from './download.js'
import { OpenSupportsClientError } from './error.js'

interface Envelope {
  readonly status: 'success' | 'fail'
  readonly message?: ErrorCode
  readonly data: unknown
  readonly detail?: string
  readonly field?: string
  readonly requestId?: string
}

const tooLarge = 'The request is over the limit of a proxy in front of the helpdesk.'

const isEnvelope = (value: unknown): value is Envelope =>
  typeof value === 'object' &&
  value !== null &&
  'status' in value &&
  (value.status === 'success' || (value.status === 'fail' && 'message' in value))

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/**
 * Returns the data of an answer, or the file that it carries.
 *
 * @param downloaded the name of the file that was asked for, if one was
 */
export async function dataOf(response: Response, until: Deadline, downloaded?: string): Promise<unknown> {
  const { status, ok, headers } = response
  const type = headers.get('content-type') ?? ''
  // Stores of other origins may hide the header, so a download need not have it.
  const isFile = headers.has('content-disposition') || (downloaded !== undefined && !type.includes('json'))
  if (ok && isFile) return fileOf(response, downloaded ?? 'download', until)
  const envelope = parsed(await response.text())
  const requestId = headers.get('x-request-id') ?? undefined
  if (!isEnvelope(envelope)) {
    const facts = { status, requestId, retryAfter: retryAfterOf(headers, null) }
    if (status === 413) throw new OpenSupportsClientError('REQUEST_TOO_LARGE', { ...facts, detail: tooLarge })
    throw new OpenSupportsClientError('INVALID_ANSWER', facts)
  }
  const { message, data, detail, field } = envelope
  if (envelope.status === 'success') return reviveDates(data)
  if (downloaded !== undefined && message === 'NOT_FOUND') return null
  throw new OpenSupportsClientError(message as ErrorCode, {
    status,
    detail,
    field,
    requestId: envelope.requestId ?? requestId,
    details: data,
    retryAfter: retryAfterOf(headers, data),
  })
}

/** Returns the seconds to wait: from the header, or from the data if the browser hides the header from other origins. */
function retryAfterOf(headers: Headers, data: unknown): number | undefined {
  const header = headers.get('retry-after')
  const inData = (data as { retryAfter?: unknown } | null)?.retryAfter
  if (header === null) return typeof inData === 'number' ? inData : undefined
  const seconds = Number(header)
  const wanted = Number.isNaN(seconds) ? (Date.parse(header) - Date.now()) / 1000 : seconds
  return Number.isNaN(wanted) ? undefined : Math.max(0, wanted)
}
