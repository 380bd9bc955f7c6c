import { setTimeout as delay } from 'node:timers/promises'
import { withoutWaitingSignal } from '../call/index.js'
import { hasEventsAfter, type NumberedEvent, positionEvents, readEvent } from '../events/index.js'
import { type Log, nextTurn } from '../platform/index.js'
import type { Storage, StoredTicket } from '../storage/index.js'

/** How many events are read at once. */
const batchSize = 200

/** How many of the newest events are held, so that readers near the end need no read of their own. */
const held = 1000

/** How many events all readers together handle per turn of the event loop. */
const perTurn = 50

/** How often readers wake without an event, to check their session, in milliseconds. */
const checkEvery = 15_000

/** The end of the event log, which a process polls once for all its streams. */
export interface Feed {
  /** The number of polls so far. Data that is read after a poll is at least as new as the events up to `last`. */
  readonly turn: number
  /** The position of the newest event that is known. */
  readonly last: number
  /**
   * Joins a reader. Polls once before it resolves, and then at the interval until all readers have left.
   *
   * @returns a function that leaves; call it once
   */
  join(): Promise<() => void>
  /** Returns whether the log has all events after a position. */
  has(after: number): Promise<boolean>
  /** Returns the events after a position up to `last`, at most 200. */
  after(position: number): Promise<readonly NumberedEvent[]>
  /** Waits for an event after the position, or for the time of the next check. */
  next(position: number, signal: AbortSignal): Promise<void>
  /** Returns a ticket as it was after the latest poll. All readers share one read. */
  ticket(ticketNumber: number): Promise<StoredTicket | undefined>
  /**
   * Counts an event that a reader handles next. After enough events, waits for the next turn of the event loop: with a
   * storage that never waits for I/O, such as SQLite, a reader far behind would otherwise stop the whole process.
   */
  inTurn(): Promise<void>
}

export interface FeedOptions {
  /** The polling interval in milliseconds. */
  readonly pollEvery: number
  readonly log: Log
  /** Resolves after a time, or when the signal aborts. Tests replace it. */
  readonly wait?: (ms: number, signal: AbortSignal) => Promise<unknown>
}

/** An aborted wait ends normally. */
const waitFor = (ms: number, signal: AbortSignal) => delay(ms, undefined, { signal }).catch(() => {})

export function feed(storage: Storage, { pollEvery, log, wait = waitFor }: FeedOptions): Feed {
  let turn = 0
  let last: number | undefined
  let recent: NumberedEvent[] = []
  let readers = 0
  let polling = new AbortController()
  let sinceWake = 0
  let looking: Promise<void> = Promise.resolve()
  let queued: Promise<void> | undefined
  let handled = 0
  let nextOnes: Promise<void> | undefined
  const waiting = new Set<() => void>()
  const tickets = new Map<number, Promise<StoredTicket | undefined>>()

  async function readNew(): Promise<void> {
    await positionEvents(storage)
    if (last === undefined) {
      last = (await storage.events.range())?.last ?? 0
      return
    }
    let end = last
    for (let isMore = true; isMore; ) {
      const events = (await storage.events.after(end, batchSize)).map(readEvent)
      end = events.at(-1)?.position ?? end
      recent = [...recent, ...events].slice(-held)
      isMore = events.length === batchSize
    }
    last = end
  }

  function forget() {
    last = undefined
    recent = []
    tickets.clear()
  }

  async function look(): Promise<void> {
    const before = last
    await readNew()
    // All readers may have left meanwhile.
    if (readers === 0) return forget()
    // Only now: data that is read from here on is newer than the events that were just read.
    turn++
    tickets.clear()
    sinceWake += pollEvery
    if (last === before && sinceWake < checkEvery) return
    wakeAll()
  }

  function wakeAll() {
    sinceWake = 0
    for (const wake of waiting) wake()
    waiting.clear()
  }

  /**
   * Polls once the current poll has ended, so that the result is newer than this call. Callers that wait at the same time
   * share one poll.
   */
  function lookSoon(): Promise<void> {
    queued ??= looking.then(() => {
      queued = undefined
      const result = look()
      looking = result.catch(() => {})
      return result
    })
    return queued
  }

  async function poll(signal: AbortSignal): Promise<void> {
    let isFailing = false
    for (;;) {
      await wait(pollEvery, signal)
      if (signal.aborted) return
      try {
        await lookSoon()
        isFailing = false
      } catch (error) {
        if (!isFailing) log.warn({ err: error }, 'the event log cannot be read: streams wait')
        isFailing = true
      }
    }
  }

  function leave() {
    readers--
    if (readers > 0) return
    polling.abort()
    forget()
  }

  return {
    get turn() {
      return turn
    },
    get last() {
      return last ?? 0
    },
    async join() {
      readers++
      if (readers === 1) {
        polling = new AbortController()
        const { signal } = polling
        withoutWaitingSignal(() => void poll(signal))
      }
      try {
        await withoutWaitingSignal(lookSoon)
      } catch (error) {
        leave()
        throw error
      }
      return leave
    },
    has: (after) => hasEventsAfter(storage, after),
    async after(position) {
      const end = last ?? 0
      if (position >= end) return []
      // Positions have no gaps.
      const start = position + 1 - (recent[0]?.position ?? Number.POSITIVE_INFINITY)
      if (start >= 0) return recent.slice(start, start + batchSize)
      const events = await storage.events.after(position, batchSize)
      // Later events are for the next poll.
      return events.filter((event) => event.position <= end).map(readEvent)
    },
    async next(position, signal) {
      if (position < (last ?? 0) || signal.aborted) return
      let wake = () => {}
      await new Promise<void>((resolve) => {
        wake = resolve
        waiting.add(wake)
        signal.addEventListener('abort', wake)
      })
      waiting.delete(wake)
      signal.removeEventListener('abort', wake)
    },
    ticket(ticketNumber) {
      const known = tickets.get(ticketNumber) ?? storage.tickets.byNumber(ticketNumber)
      tickets.set(ticketNumber, known)
      return known
    },
    async inTurn() {
      while (handled >= perTurn) {
        nextOnes ??= nextTurn().then(() => {
          handled = 0
          nextOnes = undefined
        })
        await nextOnes
      }
      handled++
    },
  }
}
