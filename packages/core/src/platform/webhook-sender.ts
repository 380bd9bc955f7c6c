import type { Abortable } from './abort.js'

/** A request to the receiver of a webhook. */
export interface WebhookRequest {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  /** JSON. */
  readonly body: string
}

/** The answer to a request of a webhook. */
export interface WebhookAnswer {
  readonly status: number
  /** The header `Retry-After`, if there is one: the seconds to wait, or the date until which to wait. */
  readonly retryAfter?: string | undefined
}

/**
 * Sends requests of webhooks. Staff enter their URLs, so a sender must not reach private networks, must not follow
 * redirects, and must bound how long it waits and how much it reads.
 */
export interface WebhookSender {
  /**
   * Sends a POST, and returns what counts of the answer.
   *
   * @throws Error when there is no answer; staff see its message
   */
  send(request: WebhookRequest, options?: Abortable): Promise<WebhookAnswer>
}
