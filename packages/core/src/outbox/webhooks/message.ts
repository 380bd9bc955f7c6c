import { createHmac } from 'node:crypto'
import { readEvent } from '../../events/index.js'
import type { WebhookRequest } from '../../platform/index.js'
import type { PositionedEvent, StoredWebhookDelivery } from '../../storage/index.js'

/** Returns the JSON of an event as webhooks get it: its name as `type`, and its payload as `data`. */
export function webhookBody(stored: PositionedEvent): string {
  const { position, name, at, ...data } = readEvent(stored)
  return JSON.stringify({ type: name, timestamp: at.toISOString(), data })
}

/** Returns the signature of Standard Webhooks with one secret. */
const signature = (secret: string, content: string) =>
  `v1,${createHmac('sha256', Buffer.from(secret.replace(/^whsec_/, ''), 'base64'))
    .update(content)
    .digest('base64')}`

/**
 * Returns the request of a delivery, signed as in Standard Webhooks 1.0.
 *
 * @param secrets one, or two after a rotation
 */
export function webhookRequest(
  url: string,
  { messageId, body }: Pick<StoredWebhookDelivery, 'messageId' | 'body'>,
  secrets: readonly string[],
  now: Date,
): WebhookRequest {
  const seconds = String(Math.floor(now.getTime() / 1000))
  const content = `${messageId}.${seconds}.${body}`
  return {
    url,
    headers: {
      'content-type': 'application/json',
      'user-agent': 'OpenSupports-Webhooks',
      'webhook-id': messageId,
      'webhook-timestamp': seconds,
      'webhook-signature': secrets.map((secret) => signature(secret, content)).join(' '),
    },
    body,
  }
}
