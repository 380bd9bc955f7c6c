import type { AccountKind } from './accounts.js'

/** An event of the helpdesk that is written with the change that it tells of. */
export interface NewHelpdeskEvent {
  readonly name: string
  /** Who did it; null for guests and for the helpdesk itself. */
  readonly by: { readonly kind: AccountKind; readonly id: number } | null
  readonly at: Date
  /** JSON. */
  readonly payload: string
}

/** An event with its place in the order of all of them. */
export interface PositionedEvent extends NewHelpdeskEvent {
  readonly position: number
}

/**
 * Keeps events for other processes. Ids are given when an event is written, and commit in another order; positions are
 * given later, to what is committed, by one process at a time. Whoever read up to a position has missed nothing before
 * it.
 */
export interface EventStore {
  add(events: readonly NewHelpdeskEvent[]): Promise<void>
  /**
   * Gives the next positions to committed events that have none, at most `limit`, by id. Call it in a transaction that
   * holds the lock `events`.
   *
   * @returns how many got one
   */
  position(limit: number): Promise<number>
  /** The events behind a position, in order, at most `limit`. */
  after(position: number, limit: number): Promise<PositionedEvent[]>
  /** The lowest and the highest position that is kept; undefined before the first event. */
  range(): Promise<{ readonly first: number; readonly last: number } | undefined>
  /**
   * Removes events that are older, but for the one with the highest position. Events without a position stay, so that
   * nobody misses one unawares.
   */
  removeBefore(date: Date): Promise<void>
}
