import type { AccountKind, AccountRef } from './accounts.js'
import type { SettingValues } from './settings.js'
import type { StoredStaff } from './staff.js'
import type { StoredUser } from './users.js'

export interface StoredSession {
  /** SHA-256 of the token, hexadecimal. */
  readonly tokenHash: string
  readonly account: AccountRef
  /** Set in a ticket session: the only ticket that it may access. */
  readonly ticketNumber: number | null
  /** Precise to the second or finer. */
  readonly expiresAt: Date
  /** The hash of the remember token issued with the session, if any. */
  readonly rememberHash?: string
}

/** A session with the current state of its account. `user` or `staff` is set, or neither if the account is gone. */
export interface SessionWithAccount {
  readonly session: StoredSession
  readonly user: StoredUser | undefined
  readonly staff: StoredStaff | undefined
  /** The ids of the departments that the staff member serves, sorted; empty for others. */
  readonly departmentIds: readonly number[]
}

/** What `SessionStore.withSettings` reads. */
export interface SessionAndSettings {
  readonly found: SessionWithAccount | undefined
  /** As of `SettingStore.all`. */
  readonly settings: SettingValues
}

export interface SessionStore {
  /** Reads everything about the caller with one statement. */
  byTokenHash(tokenHash: string): Promise<SessionWithAccount | undefined>
  /**
   * Like `byTokenHash`, but reads all settings with the same statement. Every call needs both. Absent where reading settings
   * that have not changed costs no round trip.
   */
  withSettings?(tokenHash: string): Promise<SessionAndSettings>
  insert(session: StoredSession): Promise<void>
  extend(tokenHash: string, expiresAt: Date): Promise<void>
  remove(tokenHash: string): Promise<void>
  /** Ends the sessions of an account, except the one named. */
  removeOf(account: AccountRef, except?: string): Promise<void>
  removeExpired(now: Date): Promise<void>
}

export interface StoredRememberToken {
  readonly id: number
  readonly tokenHash: string
  readonly account: AccountRef
  readonly ip: string | null
  readonly createdAt: Date
  readonly expiresAt: Date
}

export interface RememberTokenStore {
  byTokenHash(tokenHash: string): Promise<StoredRememberToken | undefined>
  insert(token: Omit<StoredRememberToken, 'id'>): Promise<void>
  /** Returns false when another call used it first. */
  remove(id: number): Promise<boolean>
  removeOf(account: AccountRef): Promise<void>
  /** Removes the tokens of users and staff. */
  removeAll(): Promise<void>
  removeExpired(now: Date): Promise<void>
}

/** The right to set a password, mailed to an address. */
export interface StoredPasswordToken {
  readonly id: number
  readonly email: string
  readonly kind: AccountKind
  /** SHA-256 of the token. */
  readonly tokenHash: string
  readonly purpose: 'recovery' | 'invitation'
  readonly expiresAt: Date
}

export interface PasswordTokenStore {
  byTokenHash(tokenHash: string): Promise<StoredPasswordToken | undefined>
  /** Returns the open token of this account and purpose. */
  open(
    email: string,
    kind: AccountKind,
    purpose: StoredPasswordToken['purpose'],
  ): Promise<StoredPasswordToken | undefined>
  /** Replaces the open token of the same account and purpose. */
  insert(token: Omit<StoredPasswordToken, 'id'>): Promise<void>
  /** Returns false when another call used it first. */
  remove(id: number): Promise<boolean>
  removeOf(email: string, kind: AccountKind): Promise<void>
}

/** Counts attempts in a time window, for all processes on the storage. */
export interface AttemptStore {
  /**
   * Counts an attempt under the key. Returns the count in the current window, and when the window ends. It never
   * ends more than `windowMs` from now, even if the clock was set back since it began.
   */
  add(key: string, now: Date, windowMs: number): Promise<{ count: number; until: Date }>
  /** Returns the count of the current window, and when the window ends; undefined if none is open. Counts nothing. */
  current(key: string, now: Date): Promise<{ count: number; until: Date } | undefined>
  /** Uncounts one attempt that succeeded. */
  giveBack(key: string): Promise<void>
  /** Clears the attempts under the key. */
  clear(key: string): Promise<void>
  removeExpired(now: Date): Promise<void>
}
