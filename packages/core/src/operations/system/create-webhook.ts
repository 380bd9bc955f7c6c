import * as v from 'valibot'
import { newWebhookSecret, sealedSecret, webhookKey } from '../../domain/webhooks/index.js'
import { fail } from '../../errors.js'
import { operation } from '../../operation/index.js'
import { eventPatterns, optional, text, webhookUrl } from '../../params/index.js'

/** What `/system/create-webhook` takes. */
export interface CreateWebhookParams {
  /** Where the events are sent: http or https. Deliveries to addresses in private networks fail. */
  readonly url: string
  /** Names of events, such as `ticket.created`, of groups, such as `ticket.*`, or `*` for all. */
  readonly events: readonly string[]
  /** At most 100 characters. */
  readonly description?: string | undefined
}

/** What `/system/create-webhook` answers. */
export interface CreatedWebhook {
  readonly id: number
  /** Verifies signatures at the receiver. It starts with `whsec_`, and no other answer has it. */
  readonly secret: string
}

/** The most webhooks of a helpdesk. */
const most = 50

/**
 * Makes a webhook: from now on, the named events of all departments are sent to its URL. Each is a POST request with the
 * headers of Standard Webhooks and JSON such as `{ "type": "ticket.created", "timestamp": "…", "data": { … } }`. Events
 * may arrive in another order. An event may arrive more than once, each time with the same `webhook-id`. Failed
 * deliveries are retried for three days. Access tokens cannot make or change webhooks.
 *
 * @throws INVALID_URL, INVALID_EVENTS, INVALID_DESCRIPTION; TOO_MANY_WEBHOOKS when there are 50
 */
export const createWebhook = operation<CreateWebhookParams, CreatedWebhook>()({
  path: '/system/create-webhook',
  permission: 'staff_3',
  tokens: false,
  params: {
    url: webhookUrl('INVALID_URL'),
    events: eventPatterns('INVALID_EVENTS'),
    description: optional(text('INVALID_DESCRIPTION', 100), ''),
  },
  locks: [
    { name: 'settings', mode: 'update' },
    { name: 'webhooks', mode: 'update' },
  ],
  data: v.object({ id: v.number(), secret: v.string() }),
  errors: ['TOO_MANY_WEBHOOKS'],
  async write(tx, { url, events, description }) {
    const { now, random } = tx
    if ((await tx.webhooks.all()).length >= most) fail('TOO_MANY_WEBHOOKS')
    const secret = newWebhookSecret(random)
    const id = await tx.webhooks.insert({
      url,
      events,
      description,
      secret: sealedSecret(await webhookKey(tx), secret),
      position: (await tx.events.range())?.last ?? 0,
      startsAt: now,
      createdAt: now,
    })
    await tx.log('ADD_WEBHOOK', id)
    tx.emit('webhook.created', { webhookId: id })
    return { id, secret }
  },
})
