import { accountOf, type SignedIn } from '../call/index.js'
import type { NumberedEvent } from '../events/index.js'
import type { Stores } from '../storage/index.js'
import { maySee } from './audience.js'
import type { Feed } from './feed.js'
import type { Places, StreamOwner } from './places.js'

/** Says that events after the reader's position have been removed: read the current state again. */
export interface EventsGone {
  readonly name: 'events.gone'
  /** Where the stream goes on. */
  readonly position: number
}

/** What a stream yields. */
export type StreamedEvent = NumberedEvent | EventsGone

/** The events that a session may see. It can be iterated once. */
export interface EventStream extends AsyncIterable<StreamedEvent, void, undefined> {
  /** The position up to which the stream has read the log, with the events that the session may not see. */
  readonly position: number
}

export interface Reading {
  readonly feed: Feed
  readonly places: Places
  readonly users: Stores['users']
  readonly actor: SignedIn
  /** Returns the caller's current state. Throws when the caller may not read any more. */
  readonly actorNow: () => Promise<SignedIn>
  readonly after: number | undefined
  readonly signal: AbortSignal
}

/** Returns what counts the streams of a caller: the session, if it is one of the helpdesk, and the account. */
function ownerOf(actor: SignedIn): StreamOwner {
  const { kind, id } = accountOf(actor)
  const account = `${kind} ${id}`
  return { session: actor.session?.tokenHash ?? account, account, isStaff: kind === 'staff' }
}

/**
 * Opens a stream. It ends when the signal aborts or its reader stops, and fails when `actorNow` does.
 *
 * @throws TOO_MANY_STREAMS
 */
export async function openStream(reading: Reading): Promise<EventStream> {
  const { feed, places, users, actorNow, after, signal } = reading
  const give = places.take(ownerOf(reading.actor))
  let leaveFeed = () => {}
  let isOpen = true
  const leave = () => {
    if (!isOpen) return
    isOpen = false
    signal.removeEventListener('abort', leave)
    give()
    leaveFeed()
  }
  let isGone = false
  try {
    leaveFeed = await feed.join()
    isGone = after !== undefined && !(await feed.has(after))
  } catch (error) {
    leave()
    throw error
  }
  let position = after === undefined || isGone ? feed.last : after
  let { actor } = reading
  let checkedIn = -1

  /** Reads the caller's rights once for each poll. They are at least as new as the events that the poll has read. */
  async function check(): Promise<void> {
    const { turn } = feed
    if (checkedIn === turn) return
    actor = await actorNow()
    checkedIn = turn
  }

  async function* read(): AsyncGenerator<StreamedEvent, void, undefined> {
    try {
      if (isGone) yield { name: 'events.gone', position }
      while (!signal.aborted) {
        const events = await feed.after(position)
        for (const event of events) {
          await feed.inTurn()
          if (signal.aborted) return
          await check()
          const isVisible = await maySee(actor, event, { users, ticket: feed.ticket })
          if (signal.aborted) return
          position = event.position
          if (isVisible) yield event
        }
        if (events.length > 0) continue
        await check()
        await feed.next(position, signal)
      }
    } finally {
      leave()
    }
  }

  // A stream that nobody has begun to read ends, too.
  if (signal.aborted) leave()
  else signal.addEventListener('abort', leave)
  return {
    get position() {
      return position
    },
    [Symbol.asyncIterator]: read,
  }
}
