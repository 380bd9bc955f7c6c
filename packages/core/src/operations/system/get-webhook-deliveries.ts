import * as v from 'valibot'
import { pageOf } from '../../domain/helpdesk/index.js'
import { operation } from '../../operation/index.js'
import { oneOf, optional, page, webhook } from '../../params/index.js'
import type { WebhookDeliveryState } from '../../storage/index.js'

/** What `/system/get-webhook-deliveries` takes. */
export interface GetWebhookDeliveriesParams {
  readonly webhookId: number
  readonly page: number
  /** Returns only deliveries that wait, were delivered, or were given up. Default: all. */
  readonly state?: WebhookDeliveryState | undefined
}

/** One entry of what `/system/get-webhook-deliveries` answers. */
export interface GetWebhookDeliveriesEntry {
  readonly id: number
  /** The header `webhook-id`, the same at each attempt. */
  readonly messageId: string
  readonly event: string
  /** The JSON that is sent. */
  readonly body: string
  readonly state: WebhookDeliveryState
  readonly attempts: number
  readonly createdAt: Date
  /** Null unless it waits. */
  readonly nextAttemptAt: Date | null
  /** When it was delivered or given up. */
  readonly finishedAt: Date | null
  /** The HTTP status of the last answer; null if there was none. */
  readonly status: number | null
  /** Why the last attempt failed. */
  readonly cause: string | null
}

const pageSize = 10
const states = ['waiting', 'delivered', 'failed'] as const

/**
 * Returns the deliveries of a webhook, newest first, 10 per page. Pages past the end are empty. Deliveries are removed a
 * week after they were delivered or given up.
 *
 * @throws INVALID_WEBHOOK, INVALID_PAGE, INVALID_STATE
 */
export const getWebhookDeliveries = operation<GetWebhookDeliveriesParams, GetWebhookDeliveriesEntry[]>()({
  path: '/system/get-webhook-deliveries',
  permission: 'staff_3',
  tokens: false,
  params: {
    webhook: webhook('webhookId', 'INVALID_WEBHOOK'),
    page: page('INVALID_PAGE'),
    state: optional(oneOf('INVALID_STATE', states)),
  },
  data: v.array(
    v.object({
      id: v.number(),
      messageId: v.string(),
      event: v.string(),
      body: v.string(),
      state: v.picklist(states),
      attempts: v.number(),
      createdAt: v.date(),
      nextAttemptAt: v.nullable(v.date()),
      finishedAt: v.nullable(v.date()),
      status: v.nullable(v.number()),
      cause: v.nullable(v.string()),
    }),
  ),
  async read(call, { webhook, page, state }) {
    const deliveries = await call.webhooks.deliveries(webhook.id, { state, ...pageOf(page, pageSize) })
    return deliveries.map(({ webhookId, dueAt: nextAttemptAt, ...delivery }) => ({
      ...delivery,
      nextAttemptAt,
    }))
  },
})
