export type StaffLevel = 1 | 2 | 3

export interface StoredStaff {
  readonly id: number
  readonly name: string
  /** Lower case; unique. */
  readonly email: string
  /** bcrypt. */
  readonly password: string
  readonly profilePic: string | null
  readonly level: StaffLevel
  readonly sendEmailOnNewTicket: boolean
  /** Null before the first login. */
  readonly lastLogin: Date | null
  /** Disabled members cannot sign in. */
  readonly disabled: boolean
}

export type NewStaff = Omit<StoredStaff, 'id' | 'lastLogin' | 'disabled'>
export type StaffPatch = Partial<Omit<StoredStaff, 'id'>>

export interface StaffWithCounts extends StoredStaff {
  readonly departments: readonly { id: number; name: string; owners: number }[]
  /** The number of tickets that the member owns, open and closed. */
  readonly assignedTickets: number
  /** The number of closed ones among them. */
  readonly closedTickets: number
}

export interface StaffStore {
  byId(id: number): Promise<StoredStaff | undefined>
  byEmail(email: string): Promise<StoredStaff | undefined>
  /** Returns those of the ids that exist, each once. */
  existing(ids: readonly number[]): Promise<number[]>
  count(): Promise<number>
  /** Returns the number of members of level 3 who are not disabled. */
  countLevel3(): Promise<number>
  /** Returns all members by id, in a fixed number of statements. */
  all(): Promise<StaffWithCounts[]>
  /** Returns the department's members who opted in to new-ticket mail. */
  toNotify(departmentId: number): Promise<StoredStaff[]>
  /** Returns the new id, or undefined when the e-mail is taken. */
  insert(staff: NewStaff): Promise<number | undefined>
  /** Returns false when the member is gone or the new e-mail is taken. */
  update(id: number, patch: StaffPatch): Promise<boolean>
  /**
   * Removes the member with memberships and links; owned tickets lose their owner and become unread for staff. Returns
   * false when the member is gone.
   */
  remove(id: number): Promise<boolean>
  /**
   * Removes the member as the owner of at most `limit` tickets, which become unread for staff: `remove` does so too, but
   * with many of them it would block others.
   *
   * @returns the numbers of these tickets
   */
  releaseOwned(id: number, limit: number): Promise<number[]>
  /**
   * Removes the member as the author of events, tickets and log entries, and from the tickets that are linked to it, at
   * most `limit` of each, for the same reason.
   *
   * @returns whether none is left
   */
  leaveAuthored(id: number, limit: number): Promise<boolean>

  /** Returns the ids of the departments that the member serves, sorted. */
  departmentIds(staffId: number): Promise<number[]>
  /** Replaces the memberships and corrects the departments' owner counters. */
  setDepartments(staffId: number, departmentIds: readonly number[]): Promise<void>
}
