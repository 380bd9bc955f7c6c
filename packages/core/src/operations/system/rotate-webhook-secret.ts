import * as v from 'valibot'
import { newWebhookSecret, sealedSecret, webhookKey } from '../../domain/webhooks/index.js'
import { operation } from '../../operation/index.js'
import { hours, optional, webhook } from '../../params/index.js'

/** What `/system/rotate-webhook-secret` takes. */
export interface RotateWebhookSecretParams {
  readonly webhookId: number
  /** How many hours the old secret still signs as well: 0 to 168. Use 0 if it has leaked. Default 24. */
  readonly keepOldForHours?: number | undefined
}

/** What `/system/rotate-webhook-secret` answers. */
export interface RotatedWebhookSecret {
  /** The new secret. No other answer has it. */
  readonly secret: string
  /** Until when the old secret signs as well; null if it does not. */
  readonly oldSecretUntilAt: Date | null
}

const hour = 3_600_000

/**
 * Gives a webhook a new secret. For a while, requests are signed with both secrets, so that receivers can change to the
 * new one without losing events. Such a request has two signatures, and it is valid if one of them matches.
 *
 * @throws INVALID_WEBHOOK, INVALID_HOURS
 */
export const rotateWebhookSecret = operation<RotateWebhookSecretParams, RotatedWebhookSecret>()({
  path: '/system/rotate-webhook-secret',
  permission: 'staff_3',
  tokens: false,
  params: {
    webhook: webhook('webhookId', 'INVALID_WEBHOOK'),
    keepOldForHours: optional(hours('INVALID_HOURS'), 24),
  },
  locks: [
    { name: 'settings', mode: 'update' },
    { name: 'webhooks', mode: 'update' },
  ],
  data: v.object({ secret: v.string(), oldSecretUntilAt: v.nullable(v.date()) }),
  async write(tx, { webhook, keepOldForHours }) {
    const { now, random } = tx
    const secret = newWebhookSecret(random)
    const until = keepOldForHours > 0 ? new Date(now.getTime() + keepOldForHours * hour) : null
    await tx.webhooks.update(webhook.id, {
      secret: sealedSecret(await webhookKey(tx), secret),
      previousSecret: until && webhook.secret,
      previousSecretUntil: until,
    })
    await tx.log('ROTATE_WEBHOOK_SECRET', webhook.id)
    tx.emit('webhook.secretRotated', { webhookId: webhook.id })
    return { secret, oldSecretUntilAt: until }
  },
})
