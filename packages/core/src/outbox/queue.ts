import { type Log, MailServerError, orAborted, withGrace } from '../platform/index.js'
import type { OutboxStore, StoredMail } from '../storage/index.js'

/** What came of a delivery run. */
export interface Delivery {
  readonly sent: number
  readonly failed: number
}

/** One kind of delivery. */
export interface Carrier {
  /** Whether anything can be delivered now. While not, all items wait, and no attempt counts. */
  isReady(): Promise<boolean>
  /**
   * Delivers an item. What it throws is tried again after a wait, or never where the error has `permanent: true`.
   *
   * @returns false where there is nothing to deliver any more
   */
  deliver(item: StoredMail, signal: AbortSignal): Promise<boolean>
}

export interface QueueContext {
  readonly outbox: OutboxStore
  readonly carrier: Carrier
  readonly log: Log
  readonly now: () => Date
}

const minute = 60_000
/** Longer than the slowest server may take: no other worker tries the item meanwhile. */
const lease = 2 * minute
/** The waits before each further attempt. After the last, the item is a dead letter: it stays, with its cause. */
const waits = [1, 5, 15, 60, 240, 720].map((minutes) => minutes * minute)
/** How long the item under way may take once a run is to end, in milliseconds. */
const grace = 5000

/**
 * Delivers every item that is due. What fails is tried again later, each time after a longer wait. Ends with the first
 * item whose server cannot be used, since the next one would wait for it, too.
 *
 * @param signal ends it after the item under way, which has five seconds; then that item stays due
 */
export const runQueue = (context: QueueContext, signal?: AbortSignal): Promise<Delivery> =>
  withGrace(signal, grace, (cut) => runUntil(context, cut, () => signal?.aborted === true))

async function runUntil(
  { outbox, carrier, log, now }: QueueContext,
  cut: AbortSignal,
  isOver: () => boolean,
): Promise<Delivery> {
  let sent = 0
  let failed = 0
  while (!isOver() && (await carrier.isReady())) {
    const start = now()
    // One at a time: where the process is killed, only that one has to wait, and may arrive twice.
    const [item] = await outbox.claim(start, new Date(start.getTime() + lease), 1)
    if (!item) break
    const { id, template, to, attempts } = item
    try {
      const isSent = await orAborted(carrier.deliver(item, cut), cut)
      // A crash between the two delivers it again: SMTP has no way to ask whether a mail has arrived.
      await outbox.remove(id)
      if (!isSent) continue
      log.info({ mail: id, template, to, attempts }, 'a mail was delivered')
      sent++
    } catch (error) {
      if (cut.aborted) {
        await outbox.release(id, now())
        break
      }
      failed++
      const wait = isPermanent(error) ? undefined : waits[attempts - 1]
      log.warn({ err: error, mail: id, template, to, attempts }, 'a mail could not be delivered')
      const cause = error instanceof Error ? error.message : String(error)
      const retryAt = wait === undefined ? null : new Date(now().getTime() + wait)
      await outbox.failed(id, retryAt, cause.slice(0, 1000))
      if (isOfServer(error)) break
    }
  }
  return { sent, failed }
}

/** The server cannot be used at all, whatever the item. */
const isOfServer = (error: unknown) => error instanceof MailServerError && error.fault !== 'other'

/** The receiving server has refused for good. Another attempt would only annoy it. */
const isPermanent = (error: unknown) =>
  typeof error === 'object' && error !== null && 'permanent' in error && error.permanent === true
