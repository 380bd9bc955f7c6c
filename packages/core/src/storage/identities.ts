import type { AccountRef } from './accounts.js'

/** Links a person of the host to an account. Both sides are unique. */
export interface StoredIdentity {
  /** SHA-256 of the kind of account and the host's id, hexadecimal: ids are compared byte by byte on every engine. */
  readonly identityHash: string
  /** The host's id. */
  readonly externalId: string
  /** The account; its identity is removed with it. */
  readonly account: AccountRef
}

/** Keeps the accounts of people who sign in at the host. Removing an account removes its identity. */
export interface IdentityStore {
  byHash(identityHash: string): Promise<StoredIdentity | undefined>
  byAccount(account: AccountRef): Promise<StoredIdentity | undefined>
  /** Returns false when the identity or the account is linked already. Call it under the lock `addresses`. */
  insert(identity: StoredIdentity): Promise<boolean>
  remove(identityHash: string): Promise<void>
}
