import type { AccountRef } from './accounts.js'
import type { NewCustomFieldValue } from './users.js'

/** The fields that a sign-up sets on a guest's account once the address is verified. */
export interface PendingSignUp {
  readonly name: string
  /** bcrypt. */
  readonly password: string
  readonly customFields: readonly NewCustomFieldValue[]
}

/** An address that an account has requested and not verified with the mailed token yet. */
export interface StoredPendingAddress {
  readonly id: number
  /** The account that will get the address. */
  readonly account: AccountRef
  /** Lower case. */
  readonly email: string
  /** SHA-256 of the token in the last mail. */
  readonly tokenHash: string
  /** Null when the account only changes its address. */
  readonly signUp: PendingSignUp | null
  readonly expiresAt: Date
}

export interface PendingAddressStore {
  byId(id: number): Promise<StoredPendingAddress | undefined>
  /** Returns the rows waiting for verification of an address, oldest first. */
  byEmail(email: string): Promise<StoredPendingAddress[]>
  /** Returns the new id. */
  insert(pending: Omit<StoredPendingAddress, 'id'>): Promise<number>
  /** Replaces the token. Returns false when the row is gone. */
  renew(id: number, tokenHash: string, expiresAt: Date): Promise<boolean>
  /** Returns false when another call used it first. */
  remove(id: number): Promise<boolean>
  removeOf(account: AccountRef): Promise<void>
  removeExpired(now: Date): Promise<void>
}
