import type { CustomFieldValue } from '../model/index.js'

export interface StoredUser {
  readonly id: number
  /** Lower case; unique. */
  readonly email: string
  /** bcrypt. */
  readonly password: string
  readonly name: string
  readonly signupDate: Date
  /** The number of tickets that the user has written. */
  readonly tickets: number
  /** SHA-256 of the mailed token; null once the address is verified. */
  readonly verificationToken: string | null
  /** When the token expires. Absent in rows of older versions, whose tokens expire 7 days after the sign-up. */
  readonly verificationExpiresAt?: Date
  /** Null until it is set for the first time. */
  readonly disabled: boolean | null
  /** Made by a guest's ticket; nobody knows its password. */
  readonly notRegistered: boolean
  /** Whether the user has ever been given a list of supervised users. */
  readonly supervisor: boolean
}

export type NewUser = Omit<StoredUser, 'id' | 'supervisor' | 'disabled' | 'tickets'>
export type UserPatch = Partial<Omit<StoredUser, 'id' | 'supervisor' | 'tickets'>>

/** A user with the values of the custom fields, in the order of the fields. */
export interface UserWithFields extends StoredUser {
  readonly customfields: readonly CustomFieldValue[]
}

export interface UserQuery {
  /** Ties are broken by id, ascending in both directions. */
  readonly orderBy: 'id' | 'tickets'
  readonly desc: boolean
  /** A part of name or e-mail, literally and in any letter case; matches at the start come first. */
  readonly search?: string
  readonly offset: number
  readonly limit: number
}

export interface NewCustomFieldValue {
  readonly fieldId: number
  readonly value: string
  readonly optionId: number | null
}

export interface UserStore {
  byId(id: number): Promise<StoredUser | undefined>
  byEmail(email: string): Promise<StoredUser | undefined>
  /** Returns the users that exist, each once, in no particular order. */
  byIds(ids: readonly number[]): Promise<StoredUser[]>
  /** Returns the new id, or undefined when the e-mail is taken. */
  insert(user: NewUser): Promise<number | undefined>
  /** Returns false when the user is gone or the new e-mail is taken. */
  update(id: number, patch: UserPatch): Promise<boolean>
  /** Changes the counter of written tickets, which never falls below 0. */
  addTickets(id: number, difference: number): Promise<void>
  /** Returns a page and the total number of matches. Storages may stop counting at 10,000. */
  list(query: UserQuery): Promise<{ users: StoredUser[]; total: number; totalIsExact: boolean }>
  /**
   * Removes the user with custom field values and links; the user's tickets stay, without an author. Returns false when
   * the user is gone.
   */
  remove(id: number): Promise<boolean>
  /**
   * Removes the user as the author of events and of log entries, at most `limit` of each: `remove` does so too, but with
   * many of them it would block others.
   *
   * @returns whether none is left
   */
  leaveAuthored(id: number, limit: number): Promise<boolean>
  /**
   * Removes all users, with custom field values, links, sessions, remember and password tokens; tickets and log entries
   * stay, without an author.
   */
  removeAll(): Promise<void>
  /** Removes at most `limit` users, by id, as `removeAll` does. Returns the ids of the removed users. */
  removeFirst(limit: number): Promise<number[]>

  customFieldValues(userId: number): Promise<CustomFieldValue[]>
  /** Replaces all values of the custom fields. */
  setCustomFieldValues(userId: number, values: readonly NewCustomFieldValue[]): Promise<void>

  /** Returns whether `supervisorId` supervises `userId`. */
  supervises(supervisorId: number, userId: number): Promise<boolean>
  /** Returns the supervised users by id; empty if there are none. */
  supervised(supervisorId: number): Promise<UserWithFields[]>
  /** Replaces the list, and makes the user a supervisor. */
  setSupervised(supervisorId: number, userIds: readonly number[]): Promise<void>
}
