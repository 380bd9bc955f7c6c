import * as v from 'valibot'
import { type NoParams, operation } from '../../operation/index.js'
import type { WebhookEnd } from '../../storage/index.js'

/** One entry of what `/system/get-webhooks` answers. */
export interface GetWebhooksEntry {
  readonly id: number
  readonly url: string
  readonly events: string[]
  readonly description: string
  readonly enabled: boolean
  /** Why the helpdesk itself has disabled it: it failed for days, or its receiver answered 410 Gone. Null otherwise. */
  readonly disabledBecause: WebhookEnd | null
  /** When the first attempt failed since the last success; null if the last attempt succeeded. */
  readonly failingSinceAt: Date | null
  /** Until when the secret before the last rotation signs as well; null if only the present one signs. */
  readonly oldSecretUntilAt: Date | null
  readonly createdAt: Date
}

/** Returns all webhooks by id, without their secrets. */
export const getWebhooks = operation<NoParams, GetWebhooksEntry[]>()({
  path: '/system/get-webhooks',
  permission: 'staff_3',
  tokens: false,
  params: {},
  data: v.array(
    v.object({
      id: v.number(),
      url: v.string(),
      events: v.array(v.string()),
      description: v.string(),
      enabled: v.boolean(),
      disabledBecause: v.nullable(v.picklist(['failing', 'gone'])),
      failingSinceAt: v.nullable(v.date()),
      oldSecretUntilAt: v.nullable(v.date()),
      createdAt: v.date(),
    }),
  ),
  async read(call) {
    return (await call.webhooks.all()).map((webhook) => ({
      id: webhook.id,
      url: webhook.url,
      events: [...webhook.events],
      description: webhook.description,
      enabled: webhook.enabled,
      disabledBecause: webhook.disabledBecause,
      failingSinceAt: webhook.failingSince,
      oldSecretUntilAt:
        webhook.previousSecretUntil && webhook.previousSecretUntil > call.now
          ? webhook.previousSecretUntil
          : null,
      createdAt: webhook.createdAt,
    }))
  },
})
