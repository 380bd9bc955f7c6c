import { type Log, MailServerError, orAborted, withGrace } from '../platform/index.js'
import type { OutboxStore, StoredMail } from '../storage/index.js'

/** The result of a delivery run. */
export interface Delivery {
  readonly sent: number
  readonly failed: number
}

/** A kind of delivery. */
export interface Carrier {
  /** Whether delivery is possible now. While it is not, items wait without counting attempts. */
  isReady(): Promise<boolean>
  /**
   * Delivers an item. Errors are retried after a wait, unless they have `permanent: true`.
   *
   * @returns false when the item has become obsolete
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
/** The lease of an item. Longer than any server may take, so that no other worker tries the item in the meantime. */
const lease = 2 * minute
/** The waits before each further attempt. After the last, the item becomes a dead letter and keeps its cause. */
const waits = [1, 5, 15, 60, 240, 720].map((minutes) => minutes * minute)
/** The longest wait of an item by its number of attempts: its lease, or the wait after it. */
const longest = [0, ...waits.map((wait) => Math.max(wait, lease)), lease]
/** How long the item in progress may take once a run should end, in milliseconds. */
const grace = 5000

/**
 * Delivers every due item. Retries failed items later, with growing waits. Stops at the first item whose server is
 * unavailable, since the next items would wait for it too.
 *
 * @param signal stops it after the item in progress, which has five more seconds; after that the item stays due
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
  const begin = now().getTime()
  // If the clock was set back, no mail may wait until it is there again.
  await outbox.bringForward(longest.map((wait) => new Date(begin + wait)))
  while (!isOver() && (await carrier.isReady())) {
    const start = now()
    // Claim one item at a time: if the process is killed, only that item is delayed and may be delivered twice.
    const [item] = await outbox.claim(start, new Date(start.getTime() + lease), 1)
    if (!item) break
    const { id, template, to, attempts } = item
    try {
      const isSent = await orAborted(carrier.deliver(item, cut), cut)
      // A crash between the two delivers the mail again: SMTP cannot tell whether it has arrived.
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

/** Returns whether the server is unavailable, whatever the item. */
const isOfServer = (error: unknown) => error instanceof MailServerError && error.fault !== 'other'

/** Returns whether the receiving server refused permanently, so that a retry is pointless. */
const isPermanent = (error: unknown) =>
  typeof error === 'object' && error !== null && 'permanent' in error && error.permanent === true
