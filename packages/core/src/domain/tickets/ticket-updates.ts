import type { Call } from '../../call/index.js'
import { fail } from '../../errors.js'
import { positionEvents } from '../../events/index.js'
import type { UpdatedSince } from '../../params/index.js'
import type { PositionedEvent } from '../../storage/index.js'

/** How many events are read at a time. */
const batchSize = 200

/** The most events that one answer looks through. */
const mostEvents = 1000

/** Events that change many tickets, and name none of them. */
const wide = ['department.deleted', 'users.deleted']

/** The tickets that events name, up to a position. */
export interface TicketUpdates {
  readonly numbers: readonly number[]
  /** Of the last event that was looked at. */
  readonly position: number
}

/**
 * Returns at most `limit` tickets that were changed after a position. Reads the log by its index, and only as many
 * events as the answer needs.
 *
 * @param seesPrivate whether private comments count
 * @throws EVENTS_GONE when events after the position were removed, when it is behind the last one, as after a restored
 *   backup, or when an event changed tickets without naming them
 */
export async function updatesSince(
  { events, storage }: Pick<Call, 'events' | 'storage'>,
  since: UpdatedSince,
  { limit, seesPrivate }: { readonly limit: number; readonly seesPrivate: boolean },
): Promise<TicketUpdates> {
  await positionEvents(storage)
  const { first, last } = (await events.range()) ?? { first: 1, last: 0 }
  if (since === 'now') return { numbers: [], position: last }
  if (since < first - 1 || since > last) fail('EVENTS_GONE')
  const numbers = new Set<number>()
  let position = since
  for (let read = 0; read < mostEvents; read += batchSize) {
    const batch = await events.after(position, batchSize)
    for (const event of batch) {
      if (wide.includes(event.name)) fail('EVENTS_GONE')
      const number = changedTicket(event, seesPrivate)
      if (number !== undefined && numbers.size === limit && !numbers.has(number))
        return { numbers: [...numbers], position }
      if (number !== undefined) numbers.add(number)
      position = event.position
    }
    if (batch.length < batchSize) break
  }
  return { numbers: [...numbers], position }
}

function changedTicket({ payload }: PositionedEvent, seesPrivate: boolean): number | undefined {
  const { ticketNumber, private: isPrivate } = JSON.parse(payload) as {
    readonly ticketNumber?: number
    readonly private?: boolean
  }
  return isPrivate && !seesPrivate ? undefined : ticketNumber
}
