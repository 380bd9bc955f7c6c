import type { CustomFieldValue } from '../model/index.js'

export interface StoredUser {
  readonly id: number
  /** Lower case; unique. */
  readonly email: string
  /** bcrypt. */
  readonly password: string
  readonly name: string
  readonly signupDate: Date
  /** How many tickets the user has written. */
  readonly tickets: number
  /** SHA-256 of the token that was mailed; null once the address is verified. */
  readonly verificationToken: string | null
  /** When that token ends; absent in rows of older versions, whose tokens end 7 days after the sign-up. */
  readonly verificationExpiresAt?: Date
  /** Null until it is set for the first time. */
  readonly disabled: boolean | null
  /** Made by a guest's ticket: has no password that anybody knows. */
  readonly notRegistered: boolean
  /** Whether a list of supervised users was ever made for this one. */
  readonly supervisor: boolean
}

export type NewUser = Omit<StoredUser, 'id' | 'supervisor' | 'disabled' | 'tickets'>
export type UserPatch = Partial<Omit<StoredUser, 'id' | 'supervisor' | 'tickets'>>

/** A user with what was entered in the custom fields, in the order of the fields. */
export interface UserWithFields extends StoredUser {
  readonly customfields: readonly CustomFieldValue[]
}

export interface UserQuery {
  /** Ids break ties, ascending in both directions. */
  readonly orderBy: 'id' | 'tickets'
  readonly desc: boolean
  /** Part of name or e-mail, without case, literally; those that start with it come first. */
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
  /** Those that exist, each once, in no particular order. */
  byIds(ids: readonly number[]): Promise<StoredUser[]>
  /** The new id, or undefined when the e-mail is taken. */
  insert(user: NewUser): Promise<number | undefined>
  /** False when the user is gone or the new e-mail is taken. */
  update(id: number, patch: UserPatch): Promise<boolean>
  /** Raises or lowers the counter of written tickets, which is never below 0. */
  addTickets(id: number, difference: number): Promise<void>
  list(query: UserQuery): Promise<{ users: StoredUser[]; total: number }>
  /** With custom field values and links; tickets keep existing without an author. False when gone. */
  remove(id: number): Promise<boolean>
  /**
   * All of them, with custom field values, links, sessions, remember and password tokens; tickets and log keep existing
   * without an author.
   */
  removeAll(): Promise<void>
  /** As `removeAll`, but at most `limit` users, by id. Returns the ids of those that were removed. */
  removeFirst(limit: number): Promise<number[]>

  customFieldValues(userId: number): Promise<CustomFieldValue[]>
  /** Replaces the whole set. */
  setCustomFieldValues(userId: number, values: readonly NewCustomFieldValue[]): Promise<void>

  /** Whether `supervisorId` has `userId` in the list. */
  supervises(supervisorId: number, userId: number): Promise<boolean>
  /** Those supervised, by id; empty for who supervises nobody. */
  supervised(supervisorId: number): Promise<UserWithFields[]>
  /** Replaces the list, and makes the user a supervisor. */
  setSupervised(supervisorId: number, userIds: readonly number[]): Promise<void>
}
