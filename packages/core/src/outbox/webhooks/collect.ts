import { matchesEvent, positionEvents } from '../../events/index.js'
import { type Log, type Random, randomToken } from '../../platform/index.js'
import type { Storage, StoredWebhook } from '../../storage/index.js'
import { webhookBody } from './message.js'

/** The events that are read at a time. */
const batchSize = 200
/** The most batches of events that become deliveries of one webhook in a round. */
const batches = 5

export interface Collecting {
  readonly storage: Storage
  readonly log: Log
  readonly random: Random
  readonly now: () => Date
}

/**
 * Makes deliveries of the events since the last round: at most 1,000 for each webhook. It reads the log of events, so
 * transactions that write events neither wait for it nor fail because of it. The transaction that adds deliveries also
 * moves the webhook's position in the log, so no event is lost or delivered twice.
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
  // The webhook was restored from another database, to whose log its position belongs. Positions here begin with 1 again.
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
