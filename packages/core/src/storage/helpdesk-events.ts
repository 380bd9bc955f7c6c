import type { AccountKind } from './accounts.js'

/** An event of the helpdesk, written in the transaction of the change that it describes. */
export interface NewHelpdeskEvent {
  readonly name: string
  /** Who did it; null for guests and for the helpdesk itself. */
  readonly by: { readonly kind: AccountKind; readonly id: number } | null
  readonly at: Date
  /** JSON. */
  readonly payload: string
}

/** An event with its position in the order of all events. */
export interface PositionedEvent extends NewHelpdeskEvent {
  readonly position: number
}

/**
 * Keeps events for other processes. Ids are assigned when an event is written, and may commit out of order. So one
 * process at a time assigns positions to committed events later; a reader that has read up to a position has missed no
 * event before it.
 */
export interface EventStore {
  add(events: readonly NewHelpdeskEvent[]): Promise<void>
  /**
   * Assigns the next positions to committed events that have none, at most `limit`, by id. Call it in a transaction
   * that holds the lock `events`.
   *
   * @returns the number of events that got a position
   */
  position(limit: number): Promise<number>
  /** Returns the events after a position, in order, at most `limit`. */
  after(position: number, limit: number): Promise<PositionedEvent[]>
  /** Returns the lowest and the highest position kept; undefined before the first event. */
  range(): Promise<{ readonly first: number; readonly last: number } | undefined>
  /**
   * Removes events older than a date, except the one with the highest position. Keeps events without a position, since
   * no reader can have read them.
   */
  removeBefore(date: Date): Promise<void>
}
