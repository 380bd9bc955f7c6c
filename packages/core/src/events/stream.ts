import { setTimeout as delay } from 'node:timers/promises'
import { fail } from '../errors.js'
import type { Storage } from '../storage/index.js'
import { type NumberedEvent, readEvent } from './stored.js'

/** How long events are kept. */
const keptFor = 30 * 86_400_000

/** How many events get positions, or are read, per batch. */
const batchSize = 200

export interface EventStreamOptions {
  /** The position of the last event that was handled. Default: the current end, so that only new events follow. */
  readonly after?: number
  /** Ends the stream. */
  readonly signal?: AbortSignal
  /** The polling interval in milliseconds. Default 250. */
  readonly interval?: number
}

/**
 * Yields the events of all processes on a storage, in the order of their positions, and waits for more until the signal
 * aborts. Any number of processes may do so; each gets all events.
 *
 * @throws EVENTS_GONE when events after `after` have been removed already, or `after` is beyond the end
 */
export async function* eventStream(
  storage: Storage,
  { after, signal, interval = 250 }: EventStreamOptions,
): AsyncGenerator<NumberedEvent, void, undefined> {
  const isOver = () => signal?.aborted === true
  await positionEvents(storage, isOver)
  if (after !== undefined && !(await hasEventsAfter(storage, after))) fail('EVENTS_GONE')
  let position = after ?? (await storage.events.range())?.last ?? 0
  while (!isOver()) {
    await positionEvents(storage, isOver)
    const events = await storage.events.after(position, batchSize)
    for (const event of events) {
      if (isOver()) return
      position = event.position
      yield readEvent(event)
    }
    // An aborted wait ends the stream normally.
    if (events.length === 0) await delay(interval, undefined, signal ? { signal } : {}).catch(() => {})
  }
}

/** Returns whether the log has all events after a position. Assign positions first. */
export async function hasEventsAfter({ events }: Pick<Storage, 'events'>, after: number): Promise<boolean> {
  const range = await events.range()
  // A position beyond the end is from another log, such as the one before a backup was restored.
  return range ? after >= range.first - 1 && after <= range.last : after === 0
}

/** Assigns positions to all committed events. One process does so at a time; the others wait for its lock. */
export async function positionEvents(
  storage: Pick<Storage, 'events'>,
  isOver: () => boolean = () => false,
): Promise<void> {
  for (;;) {
    const given = await storage.events.position(batchSize)
    if (given < batchSize || isOver()) return
  }
}

/** Removes events older than 30 days. Assigns positions first, so that a stream notices the gap. */
export async function removeOldEvents({ events }: Pick<Storage, 'events'>, now: Date): Promise<void> {
  await events.position(batchSize)
  await events.removeBefore(new Date(now.getTime() - keptFor))
}
