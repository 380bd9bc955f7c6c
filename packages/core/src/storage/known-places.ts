import type { AccountRef } from './accounts.js'

/** A network from which a secret of an account was entered correctly before. */
export interface KnownPlace {
  /** SHA-256 of the secret's owner and the network, hexadecimal; unique. */
  readonly placeHash: string
  /** The account; its places are removed with it. */
  readonly account: AccountRef
  /** The time of the last use; millisecond precision. */
  readonly usedAt: Date
}

/** Keeps known networks. Removing an account removes its places. */
export interface KnownPlaceStore {
  /** Returns whether the place was used at `since` or later. */
  has(placeHash: string, since: Date): Promise<boolean>
  /** Adds a place, or updates its time of last use. */
  remember(place: KnownPlace): Promise<void>
  /** Removes the places last used before `since`. */
  removeUnused(since: Date): Promise<void>
}
