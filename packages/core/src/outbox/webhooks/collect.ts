import { matchesEvent, positionEvents } from '../../events/index.js'
import { type Log, type Random, randomToken } from '../../platform/index.js'
import type { Storage, StoredWebhook } from '../../storage/index.js'
import { webhookBody } from './message.js'

/** How many events are read at a time. */
const batchSize = 200
/** How many times that many events a webhook may take per round. */
const batches = 5

export interface Collecting {
  readonly storage: Storage
  readonly log: Log
  readonly random: Random
  readonly now: () => Date
}

/**
 * Makes deliveries of the events since the last round, up to a thousand for each webhook. It reads the event log, so
 * the transactions that write events neither wait for it nor fail with it; and each webhook keeps its position in the
 * transaction that adds its deliveries, so no event is lost or taken twice.
 */
export async function collectDeliveries(
  context: Collecting,
  webhooks: readonly StoredWebhook[],
  isOver: () => boolean,
): Promise<void> {
  await positionEvents(context.storage, isOver)
  const range = await context.storage.events.range()
  for (const webhook of webhooks) {
    if (isOver()) return
    await collectFor(context, webhook, range ?? { first: 1, last: 0 })
  }
}

async function collectFor(
  { storage, log, random, now }: Collecting,
  { id, events: patterns, startsAt, position }: StoredWebhook,
  { first, last }: { readonly first: number; readonly last: number },
): Promise<void> {
  // Its position is of the log of another database, from which it was restored: here, positions count from 1 again.
  const isOfOtherLog = position > last
  if (!isOfOtherLog && position < first - 1)
    log.warn(
      { webhook: id },
      'events were removed before this webhook got them: no process delivered for 30 days',
    )
  let from = position
  let after = isOfOtherLog ? 0 : position
  for (let each = 0; each < batches && (after < last || isOfOtherLog); each++) {
    const events = await storage.events.after(after, batchSize)
    const to = events.at(-1)?.position ?? after
    const deliveries = events
      .filter(({ name, at }) => at >= startsAt && matchesEvent(patterns, name))
      .map((event) => ({
        messageId: `msg_${randomToken(random)}`,
        event: event.name,
        body: webhookBody(event),
      }))
    if (to !== from) await storage.webhooks.advance(id, { from, to, now: now(), deliveries })
    if (events.length < batchSize) return
    from = to
    after = to
  }
}
