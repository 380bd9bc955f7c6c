import { fail } from '../../errors.js'
import { nothing, operation } from '../../operation/index.js'
import { id, named } from '../../params/index.js'

/** What `/system/retry-webhook-delivery` takes. */
export interface RetryWebhookDeliveryParams {
  readonly deliveryId: number
}

/**
 * Makes a delivery due now, with the same `webhook-id` and body: one that waits, was given up, or was delivered. That of
 * a disabled webhook waits until the webhook is enabled.
 *
 * @throws INVALID_WEBHOOK_DELIVERY
 */
export const retryWebhookDelivery = operation<RetryWebhookDeliveryParams, null>()({
  path: '/system/retry-webhook-delivery',
  permission: 'staff_3',
  tokens: false,
  params: { id: named('deliveryId', id('INVALID_WEBHOOK_DELIVERY')) },
  data: nothing,
  async write(tx, { id }) {
    const webhookId = await tx.webhooks.retry(id, tx.now)
    if (webhookId === undefined) return fail('INVALID_WEBHOOK_DELIVERY')
    tx.emit('webhook.deliveryRetried', { webhookId, deliveryId: id })
    return null
  },
})
