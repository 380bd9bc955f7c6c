/** A member of the team who has a ticket open. */
export interface Viewer {
  readonly ticketId: number
  readonly staffId: number
  /** Whether the member writes an answer. */
  readonly isWriting: boolean
  /** When this is no longer known to be so. */
  readonly until: Date
}

/** Keeps who has which ticket open, for a short time. A ticket has each member once. */
export interface ViewerStore {
  /** Returns who has the ticket open after `now`: at most `limit` members, by id. */
  of(ticketId: number, now: Date, limit: number): Promise<Viewer[]>
  /** Adds a member, or replaces what is known of this one. */
  put(viewer: Viewer): Promise<void>
  /** Removes those that ended at `now` or before. */
  removeExpired(now: Date): Promise<void>
}
