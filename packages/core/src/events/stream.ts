import { setTimeout as delay } from 'node:timers/promises'
import { fail } from '../errors.js'
import type { Storage } from '../storage/index.js'
import { type NumberedEvent, readEvent } from './stored.js'

/** How long events are kept. */
const keptFor = 30 * 86_400_000

/** As many events get their positions, or are read, at once. */
const batchSize = 200

export interface EventStreamOptions {
  /** The position of the last event that was seen. Default: the stream begins with what happens from now on. */
  readonly after?: number
  /** Ends the stream. */
  readonly signal?: AbortSignal
  /** How often to look for new events, in milliseconds. Default 250. */
  readonly interval?: number
}

/**
 * Yields the events of all processes on a storage, in the order of their positions, and waits for more until the signal
 * aborts. Any number of processes may do so: each gets all of them.
 *
 * @throws EVENTS_GONE when events behind `after` have been removed already
 */
export async function* eventStream(
  storage: Storage,
  { after, signal, interval = 250 }: EventStreamOptions,
): AsyncGenerator<NumberedEvent, void, undefined> {
  const isOver = () => signal?.aborted === true
  await positionAll(storage, isOver)
  const range = await storage.events.range()
  if (after !== undefined && range && after < range.first - 1) fail('EVENTS_GONE')
  let position = after ?? range?.last ?? 0
  while (!isOver()) {
    await positionAll(storage, isOver)
    const events = await storage.events.after(position, batchSize)
    for (const event of events) {
      if (isOver()) return
      position = event.position
      yield readEvent(event)
    }
    // An aborted wait ends the stream, and is no error.
    if (events.length === 0) await delay(interval, undefined, signal ? { signal } : {}).catch(() => {})
  }
}

/** Gives positions to all events that are committed. One process at a time does so: the others wait for its lock. */
async function positionAll(storage: Storage, isOver: () => boolean): Promise<void> {
  for (;;) {
    const given = await storage.events.position(batchSize)
    if (given < batchSize || isOver()) return
  }
}

/**
 * Removes events that are older than 30 days, after they have got their positions: a stream tells that they are gone.
 */
export async function removeOldEvents({ events }: Pick<Storage, 'events'>, now: Date): Promise<void> {
  await events.position(batchSize)
  await events.removeBefore(new Date(now.getTime() - keptFor))
}
