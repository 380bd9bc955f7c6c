import type { AccountRef } from './accounts.js'

/** A network from which a secret of an account was right before. */
export interface KnownPlace {
  /** SHA-256 of the secret's owner and the network, hexadecimal; unique. */
  readonly placeHash: string
  /** The account that it goes with. */
  readonly account: AccountRef
  /** The last time; to the millisecond. */
  readonly usedAt: Date
}

/** The places of an account go with it. */
export interface KnownPlaceStore {
  /** Whether the place was used at `since` or later. */
  has(placeHash: string, since: Date): Promise<boolean>
  /** Adds a place, or sets the last time of one that is there. */
  remember(place: KnownPlace): Promise<void>
  /** Removes those last used before `since`. */
  removeUnused(since: Date): Promise<void>
}
