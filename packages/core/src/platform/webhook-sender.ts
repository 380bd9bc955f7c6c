import type { Abortable } from './abort.js'

/** A request to the receiver of a webhook. */
export interface WebhookRequest {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  /** JSON. */
  readonly body: string
}

/**
 * Sends requests of webhooks. Staff enter their URLs, so a sender must not reach private networks, must not follow
 * redirects, and must bound how long it waits and how much it reads.
 */
export interface WebhookSender {
  /**
   * Sends a POST, and returns the status of the answer.
   *
   * @throws Error when there is no answer; staff see its message
   */
  send(request: WebhookRequest, options?: Abortable): Promise<{ readonly status: number }>
}
