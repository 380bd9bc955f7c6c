import type { AccountRef } from './accounts.js'
import type { NewCustomFieldValue } from './users.js'

/** What a sign-up over the account of a guest sets once the address is proved. */
export interface PendingSignUp {
  readonly name: string
  /** bcrypt. */
  readonly password: string
  readonly customFields: readonly NewCustomFieldValue[]
}

/** An address that somebody has asked for and that the mailed token has not proved yet. */
export interface StoredPendingAddress {
  readonly id: number
  /** Whose the address will be. */
  readonly account: AccountRef
  /** Kept in lower case. */
  readonly email: string
  /** SHA-256 of the token in the last mail. */
  readonly tokenHash: string
  /** Null where the account changes its address, and nothing else. */
  readonly signUp: PendingSignUp | null
  readonly expiresAt: Date
}

export interface PendingAddressStore {
  byId(id: number): Promise<StoredPendingAddress | undefined>
  /** Those that wait for the proof of an address, oldest first. */
  byEmail(email: string): Promise<StoredPendingAddress[]>
  /** Returns the new id. */
  insert(pending: Omit<StoredPendingAddress, 'id'>): Promise<number>
  /** Puts another token in the place of the last one; false when the row is gone. */
  renew(id: number, tokenHash: string, expiresAt: Date): Promise<boolean>
  /** False when somebody else used it first. */
  remove(id: number): Promise<boolean>
  removeOf(account: AccountRef): Promise<void>
  removeExpired(now: Date): Promise<void>
}
