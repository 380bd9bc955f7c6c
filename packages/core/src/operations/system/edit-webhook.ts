import { changedFields } from '../../domain/helpdesk/index.js'
import { nothing, operation } from '../../operation/index.js'
import { eventPatterns, onOff, optional, text, webhook, webhookUrl } from '../../params/index.js'

/** What `/system/edit-webhook` takes. */
export interface EditWebhookParams {
  readonly webhookId: number
  /** As in `/system/create-webhook`. */
  readonly url?: string | undefined
  /** As in `/system/create-webhook`. */
  readonly events?: readonly string[] | undefined
  /** At most 100 characters. */
  readonly description?: string | undefined
  readonly enabled?: boolean | undefined
}

/**
 * Changes a webhook; what is left out stays as it is. While a webhook is disabled, it gets no new events, and its
 * deliveries wait. They are sent once it is enabled again; the events of the time in between are not.
 *
 * @throws INVALID_WEBHOOK, INVALID_URL, INVALID_EVENTS, INVALID_DESCRIPTION; INVALID_SETTING unless `enabled` is a boolean
 */
export const editWebhook = operation<EditWebhookParams, null>()({
  path: '/system/edit-webhook',
  permission: 'staff_3',
  tokens: false,
  params: {
    webhook: webhook('webhookId', 'INVALID_WEBHOOK'),
    url: optional(webhookUrl('INVALID_URL')),
    events: optional(eventPatterns('INVALID_EVENTS')),
    description: optional(text('INVALID_DESCRIPTION', 100)),
    enabled: optional(onOff('INVALID_SETTING')),
  },
  locks: [{ name: 'webhooks', mode: 'update' }],
  data: nothing,
  async write(tx, { webhook, url, events, description, enabled }) {
    const { id } = webhook
    const asText = (list: readonly string[]) => list.join(' ')
    const changed = changedFields(
      { ...webhook, events: asText(webhook.events) },
      { url, events: events && asText(events), description, enabled },
    )
    if (changed.length === 0) return null
    const isEnabledAgain = enabled === true && !webhook.enabled
    const position = isEnabledAgain ? ((await tx.events.range())?.last ?? 0) : undefined
    const startsAt = isEnabledAgain ? tx.now : undefined
    const anew = isEnabledAgain ? { disabledBecause: null, failingSince: null } : {}
    // Another receiver has asked for the pause, or staff know better.
    const resumed = isEnabledAgain || changed.includes('url') ? { pausedUntil: null } : {}
    const given = Object.entries({ url, events, description, enabled, position, startsAt })
    await tx.webhooks.update(id, {
      ...Object.fromEntries(given.filter(([, value]) => value !== undefined)),
      ...anew,
      ...resumed,
    })
    await tx.log('EDIT_WEBHOOK', id)
    tx.emit('webhook.edited', { webhookId: id, changed })
    return null
  },
})
