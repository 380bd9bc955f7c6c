import { nothing, operation } from '../../operation/index.js'
import { webhook } from '../../params/index.js'

/** What `/system/delete-webhook` takes. */
export interface DeleteWebhookParams {
  readonly webhookId: number
}

/**
 * Deletes a webhook and its deliveries, also those that wait.
 *
 * @throws INVALID_WEBHOOK
 */
export const deleteWebhook = operation<DeleteWebhookParams, null>()({
  path: '/system/delete-webhook',
  permission: 'staff_3',
  tokens: false,
  params: { webhook: webhook('webhookId', 'INVALID_WEBHOOK') },
  locks: [{ name: 'webhooks', mode: 'update' }],
  data: nothing,
  async write(tx, { webhook }) {
    await tx.webhooks.remove(webhook.id)
    await tx.log('DELETE_WEBHOOK', webhook.id)
    tx.emit('webhook.deleted', { webhookId: webhook.id })
    return null
  },
})
