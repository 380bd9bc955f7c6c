import { readSettings, type Settings } from '../../call/index.js'
import { openedSecrets } from '../../domain/webhooks/index.js'
import {
  type Abortable,
  boundedWork,
  orAborted,
  type Random,
  randomInteger,
  type WebhookSender,
  withGrace,
} from '../../platform/index.js'
import type { StoredWebhook, StoredWebhookDelivery, WebhookAttempt, WebhookEnd } from '../../storage/index.js'
import type { Delivery } from '../queue.js'
import { type Collecting, collectDeliveries } from './collect.js'
import { type Disabling, disable } from './disable.js'
import { webhookRequest } from './message.js'
import { longestPause, pauseOf } from './retry-after.js'

const second = 1000
const minute = 60 * second
const hour = 60 * minute
const day = 24 * hour

/** How long a worker has a delivery to itself. It is longer than any receiver may take to answer. */
const lease = 2 * minute
/** How long a receiver may take to answer, whatever the sender allows. */
const longestAttempt = minute
/** How long to wait before each retry. When the last retry fails, the delivery is given up. */
const waits = [
  5 * second,
  5 * minute,
  30 * minute,
  2 * hour,
  5 * hour,
  10 * hour,
  14 * hour,
  20 * hour,
  24 * hour,
]
/** The most by which a wait is made longer at random, as a share of it. */
const jitter = 0.1
/**
 * Returns a wait that is longer by a random share. Otherwise, all deliveries that failed together would be retried together,
 * just when the receiver has recovered.
 */
const jittered = (wait: number, random: Random) =>
  wait + Math.round((wait * jitter * randomInteger(random, 0, 100)) / 100)
const longestWait = Math.max(...waits, longestPause) * (1 + jitter)
/**
 * How long a webhook must have failed to be disabled when one of its deliveries is given up. A failed attempt alone does
 * not disable it: there may have been nothing to deliver for days after the failure before it.
 */
const failsFor = 5 * day
/** How long deliveries are kept after they were delivered or given up. */
const keptFor = 7 * day
/** The most old deliveries that a round removes. */
const removedAtOnce = 500
/** The most attempts for one webhook in a round. */
const attemptsPerRound = 100
/** After this time, a webhook's turn begins no other attempt, so that a slow receiver does not delay the next round. */
const turn = 30 * second
/** The most requests at the same time. */
const atOnce = 10
/** How long requests in progress may still take when a round is to end. */
const grace = 5 * second

/** What the delivery of webhooks needs. */
export interface WebhookDelivery extends Collecting, Omit<Disabling, 'settings'> {
  readonly sender: WebhookSender
}

/**
 * Delivers the events since the last round, and retries failed deliveries that are due. Within a round, a slow receiver
 * delays its own webhook only. The round ends when all webhooks have had their turn.
 *
 * @param options.signal ends the round. Requests in progress have five more seconds, and are retried if they take longer
 */
export async function deliverWebhooks(context: WebhookDelivery, { signal }: Abortable): Promise<Delivery> {
  const all = await context.storage.webhooks.all()
  if (all.length === 0) return { sent: 0, failed: 0 }
  const enabled = all.filter((webhook) => webhook.enabled)
  return withGrace(signal, grace, async (cut) => {
    const isOver = () => signal?.aborted === true
    await collectDeliveries(context, enabled, isOver)
    const settings = await readSettings(context.storage.settings)
    const inTurn = boundedWork({ running: atOnce, waiting: enabled.length })
    const rounds = enabled.map((webhook) =>
      inTurn(() => deliverTo({ ...context, settings, cut, isOver }, webhook)),
    )
    const results = await Promise.all(rounds)
    const ended = new Date(context.now().getTime() - keptFor)
    await context.storage.webhooks.removeFinished(ended, removedAtOnce)
    return {
      sent: results.reduce((sum, { sent }) => sum + sent, 0),
      failed: results.reduce((sum, { failed }) => sum + failed, 0),
    }
  })
}

interface Round extends WebhookDelivery {
  readonly settings: Settings
  readonly cut: AbortSignal
  readonly isOver: () => boolean
}

/** Sends the due deliveries of a webhook. Stops when its receiver fails, since the other requests would fail as well. */
async function deliverTo(round: Round, atStart: StoredWebhook): Promise<Delivery> {
  const { storage, log, now, random, cut, isOver } = round
  const { id } = atStart
  const { webhooks } = storage
  const begun = now().getTime()
  let sent = 0
  let failed = 0
  if (isPaused(atStart, now())) return { sent, failed }
  // If the clock was set back, deliveries must not wait until it has caught up.
  await webhooks.bringForward(id, new Date(begun + longestWait))
  for (let each = 0; each < attemptsPerRound && !isOver(); each++) {
    const start = now()
    if (start.getTime() - begun >= turn) break
    const delivery = await webhooks.claim(id, start, new Date(start.getTime() + lease))
    if (!delivery) break
    // Staff may have changed its URL or its secret since the last attempt, and another process may have been asked to pause.
    const webhook = await webhooks.byId(id)
    if (!webhook?.enabled || isPaused(webhook, now())) {
      await webhooks.release(delivery, now())
      break
    }
    const attempt = await attempted(round, webhook, delivery)
    if (attempt === 'cut') {
      await webhooks.release(delivery, now())
      break
    }
    const { status, cause, pause } = attempt
    const fields = { webhook: id, delivery: delivery.id, event: delivery.event, status }
    if (cause === null) {
      await webhooks.finish(delivery, 'delivered', now(), attempt)
      log.info({ ...fields, attempts: delivery.attempts }, 'a webhook was delivered')
      sent++
      if (webhook.failingSince) await webhooks.update(id, { failingSince: null, pausedUntil: null })
      continue
    }
    failed++
    log.warn({ ...fields, attempts: delivery.attempts, cause }, 'a webhook could not be delivered')
    const wait = waits[delivery.attempts - 1]
    if (wait === undefined) await webhooks.finish(delivery, 'failed', now(), attempt)
    else {
      const dueAt = new Date(now().getTime() + jittered(Math.max(wait, pause), random))
      await webhooks.postpone(delivery, dueAt, attempt)
    }
    const failingSince = webhook.failingSince ?? now()
    if (!webhook.failingSince) await webhooks.update(id, { failingSince })
    if (pause > 0 && isOfReceiver(status))
      await webhooks.update(id, { pausedUntil: new Date(now().getTime() + pause) })
    const because = status === 410 || wait === undefined ? endOf(status, failingSince, now()) : undefined
    if (because) await disable(round, webhook, { because, cause })
    if (because || isOfReceiver(status) || cut.aborted) break
  }
  return { sent, failed }
}

/** The result of an attempt, and for how many milliseconds the receiver wants no other. */
interface Attempt extends WebhookAttempt {
  readonly pause: number
}

/** Sends a delivery once. Returns `cut` when the round ended before the answer came. */
async function attempted(
  { sender, settings, cut, now }: Round,
  webhook: StoredWebhook,
  delivery: StoredWebhookDelivery,
): Promise<Attempt | 'cut'> {
  const secrets = openedSecrets(settings.webhookKey, webhook, now())
  if (secrets.length === 0)
    return {
      status: null,
      cause: 'its secret was restored from a backup without the passphrase: rotate the secret',
      pause: 0,
    }
  const request = webhookRequest(webhook.url, delivery, secrets, now())
  const signal = AbortSignal.any([cut, AbortSignal.timeout(longestAttempt)])
  try {
    const { status, retryAfter } = await orAborted(sender.send(request, { signal }), signal)
    if (status >= 200 && status < 300) return { status, cause: null, pause: 0 }
    const note = status >= 300 && status < 400 ? ', and redirects are not followed' : ''
    return { status, cause: `the receiver answered ${status}${note}`, pause: pauseOf(retryAfter, now()) }
  } catch (error) {
    if (cut.aborted) return 'cut'
    const cause = error instanceof Error ? error.message : String(error)
    return { status: null, cause: cause.slice(0, 1000), pause: 0 }
  }
}

/** Returns whether the receiver has asked for a pause. A pause longer than possible means that the clock was set back. */
function isPaused({ pausedUntil }: StoredWebhook, now: Date): boolean {
  const left = pausedUntil ? pausedUntil.getTime() - now.getTime() : 0
  return left > 0 && left <= longestPause
}

/** Returns whether the receiver failed, and not only this delivery. */
const isOfReceiver = (status: number | null) => status === null || status === 429 || status >= 500

/** Returns why to disable a webhook whose delivery was given up or answered with 410; undefined to keep it enabled. */
function endOf(status: number | null, failingSince: Date, now: Date): WebhookEnd | undefined {
  if (status === 410) return 'gone'
  return now.getTime() - failingSince.getTime() >= failsFor ? 'failing' : undefined
}
