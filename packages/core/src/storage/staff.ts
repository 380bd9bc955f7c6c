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
  /** Null while the member never logged in. */
  readonly lastLogin: Date | null
  /** Old servers can disable staff; such a member cannot sign in. */
  readonly disabled: boolean
}

export type NewStaff = Omit<StoredStaff, 'id' | 'lastLogin' | 'disabled'>
export type StaffPatch = Partial<Omit<StoredStaff, 'id' | 'disabled'>>

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
  /** The ids among these that exist, each once. */
  existing(ids: readonly number[]): Promise<number[]>
  count(): Promise<number>
  /** How many members have level 3. */
  countLevel3(): Promise<number>
  /** Everybody, by id, in a fixed number of statements. */
  all(): Promise<StaffWithCounts[]>
  /** Members of the department that want a mail for each new ticket. */
  toNotify(departmentId: number): Promise<StoredStaff[]>
  /** The new id, or undefined when the e-mail is taken. */
  insert(staff: NewStaff): Promise<number | undefined>
  /** False when the member is gone or the new e-mail is taken. */
  update(id: number, patch: StaffPatch): Promise<boolean>
  /** With memberships and links; owned tickets lose their owner and become unread for staff. False when gone. */
  remove(id: number): Promise<boolean>

  /** The departments served, by id. */
  departmentIds(staffId: number): Promise<number[]>
  /** Replaces the memberships and corrects the departments' owner counters. */
  setDepartments(staffId: number, departmentIds: readonly number[]): Promise<void>
}
