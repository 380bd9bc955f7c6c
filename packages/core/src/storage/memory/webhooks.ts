import type { ClaimedDelivery, StoredWebhookDelivery, WebhookStore } from '../index.js'
import type { Sync, Tables } from './tables.js'

export function webhookStore({ webhooks, webhookDeliveries, by }: Tables): Sync<WebhookStore> {
  const isEnabled = (id: number) => webhooks.get(id)?.enabled === true
  const waitingLongest = (one: StoredWebhookDelivery, other: StoredWebhookDelivery) =>
    Number(one.dueAt) - Number(other.dueAt) || one.id - other.id
  /** Returns a delivery whose lease has not changed. */
  const leased = ({ id, dueAt }: ClaimedDelivery) => {
    const delivery = webhookDeliveries.get(id)
    return dueAt && delivery?.dueAt?.getTime() === dueAt.getTime() ? delivery : undefined
  }
  return {
    all: () => webhooks.all(),
    byId: (id) => webhooks.get(id),
    insert: (webhook) =>
      webhooks.insert({
        ...webhook,
        events: [...webhook.events],
        previousSecret: null,
        previousSecretUntil: null,
        enabled: true,
        disabledBecause: null,
        failingSince: null,
        pausedUntil: null,
      }),
    update(id, patch) {
      webhooks.update(id, patch)
    },
    disable: (id, because) =>
      isEnabled(id) && webhooks.update(id, { enabled: false, disabledBecause: because }),
    remove(id) {
      webhookDeliveries.removeAll(by.deliveryWebhook(id))
      webhooks.remove(id)
    },
    advance(id, { from, to, now, deliveries }) {
      if (!isEnabled(id) || webhooks.get(id)?.position !== from) return
      webhooks.update(id, { position: to })
      for (const delivery of deliveries)
        webhookDeliveries.insert({
          ...delivery,
          webhookId: id,
          createdAt: now,
          state: 'waiting',
          attempts: 0,
          dueAt: now,
          finishedAt: null,
          status: null,
          cause: null,
        })
    },
    claim(webhookId, now, leaseUntil) {
      if (!isEnabled(webhookId)) return undefined
      const due = by.deliveryWebhook(webhookId).filter(({ dueAt }) => dueAt !== null && dueAt <= now)
      const [first] = due.sort(waitingLongest)
      if (!first) return undefined
      webhookDeliveries.update(first.id, { attempts: first.attempts + 1, dueAt: leaseUntil })
      return webhookDeliveries.get(first.id)
    },
    bringForward(webhookId, latest) {
      for (const { id, dueAt } of by.deliveryWebhook(webhookId))
        if (dueAt && dueAt > latest) webhookDeliveries.update(id, { dueAt: latest })
    },
    finish(claimed, state, now, { status, cause }) {
      const delivery = leased(claimed)
      if (delivery)
        webhookDeliveries.update(delivery.id, { state, dueAt: null, finishedAt: now, status, cause })
    },
    postpone(claimed, dueAt, { status, cause }) {
      const delivery = leased(claimed)
      if (delivery) webhookDeliveries.update(delivery.id, { dueAt, status, cause })
    },
    release(claimed, now) {
      const delivery = leased(claimed)
      if (delivery) webhookDeliveries.update(delivery.id, { dueAt: now, attempts: delivery.attempts - 1 })
    },
    retry(id, now) {
      webhookDeliveries.update(id, { state: 'waiting', attempts: 0, dueAt: now, finishedAt: null })
      return webhookDeliveries.get(id)?.webhookId
    },
    deliveries: (webhookId, { state, offset, limit }) =>
      by
        .deliveryWebhook(webhookId)
        .filter((delivery) => state === undefined || delivery.state === state)
        .reverse()
        .slice(offset, offset + limit),
    removeFinished: (before, limit) =>
      webhookDeliveries.removeAll(
        webhookDeliveries
          .filter(({ finishedAt }) => finishedAt !== null && finishedAt < before)
          .sort((one, other) => Number(one.finishedAt) - Number(other.finishedAt))
          .slice(0, limit),
      ),
  }
}
