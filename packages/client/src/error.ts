import type { ErrorCode } from '@opensupports/core'

/** The codes of failures that no helpdesk has answered. */
export type ClientErrorCode = 'ABORTED' | 'INVALID_ANSWER' | 'NETWORK_ERROR' | 'TIMEOUT'

const meanings: Record<ClientErrorCode, string> = {
  ABORTED: 'The signal of the call was aborted.',
  INVALID_ANSWER:
    'The answer is not one of a helpdesk: check the option `url`, such as https://example.com/api, and the proxy.',
  NETWORK_ERROR:
    'The server cannot be reached, the connection broke, or the browser forbids the request: the cause says more.',
  TIMEOUT: 'The call took longer than its option `timeout`.',
}

/** What is known of a failure. */
interface Facts {
  readonly status?: number | undefined
  readonly detail?: string | undefined
  readonly field?: string | undefined
  readonly requestId?: string | undefined
  readonly details?: unknown
  readonly retryAfter?: number | undefined
  readonly cause?: unknown
}

/**
 * The error of every method of a client.
 *
 * @example
 * try {
 *   await client.ticket.close({ ticketNumber: 123456 })
 * } catch (error) {
 *   if (error instanceof OpenSupportsClientError && error.code === 'INVALID_TICKET') …
 * }
 */
export class OpenSupportsClientError extends Error {
  override readonly name = 'OpenSupportsClientError'
  /** What the code means, and what to do about it: a sentence for developers. */
  readonly detail: string
  /** The invalid parameter, if known. */
  readonly field: string | undefined
  /** The id under which the server has logged the request. */
  readonly requestId: string | undefined
  /** The HTTP status of the answer; undefined without one. */
  readonly status: number | undefined
  /** Extra data of a few codes, such as `{ code, message }` of REFUSED. */
  readonly details: unknown
  /** The seconds after which the server wants to be asked again. */
  readonly retryAfter: number | undefined

  constructor(
    readonly code: ErrorCode | ClientErrorCode,
    { status, detail, field, requestId, details = null, retryAfter, cause }: Facts = {},
  ) {
    const meaning = detail ?? meanings[code as ClientErrorCode] ?? 'The helpdesk refused.'
    super(`${code}: ${meaning}${field === undefined ? '' : ` (${field})`}`, { cause })
    this.detail = meaning
    this.field = field
    this.requestId = requestId
    this.status = status
    this.details = details
    this.retryAfter = retryAfter
  }
}
