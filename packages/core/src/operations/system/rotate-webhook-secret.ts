import * as v from 'valibot'
import { newWebhookSecret, sealedSecret, webhookKey } from '../../domain/webhooks/index.js'
import { operation } from '../../operation/index.js'
import { hours, optional, webhook } from '../../params/index.js'

/** What `/system/rotate-webhook-secret` takes. */
export interface RotateWebhookSecretParams {
  readonly webhookId: number
  /** How long the old secret signs as well: 0 to 168. 0 if it is known to others. Default: 24. */
  readonly keepOldForHours?: number | undefined
}

/** What `/system/rotate-webhook-secret` answers. */
export interface RotatedWebhookSecret {
  /** Shown here only. */
  readonly secret: string
  /** When the old secret ends to sign; null if it does so at once. */
  readonly oldSecretUntilAt: Date | null
}

const hour = 3_600_000

/**
 * Gives a webhook a new secret. For a while both sign, so receivers can change to the new one without losing events: each
 * request then has two signatures, of which one must match.
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
