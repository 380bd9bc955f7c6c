import { fail } from '../../errors.js'
import { nothing, operation } from '../../operation/index.js'
import { id, named } from '../../params/index.js'

/** What `/system/retry-webhook-delivery` takes. */
export interface RetryWebhookDeliveryParams {
  readonly deliveryId: number
}

/**
 * Sends a delivery again, with the same `webhook-id` and body, whether it waits, was given up or was delivered, and ends
 * a pause for which the receiver has asked. If the webhook is disabled, the delivery waits until it is enabled.
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
    await tx.webhooks.update(webhookId, { pausedUntil: null })
    tx.emit('webhook.deliveryRetried', { webhookId, deliveryId: id })
    return null
  },
})
