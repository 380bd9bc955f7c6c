/** Which of the two account tables a row is in. Each table has its own ids. */
export type AccountKind = 'user' | 'staff'

/** A reference to an account. */
export interface AccountRef {
  readonly kind: AccountKind
  readonly id: number
}

/** The part of an account that lists and events show. */
export interface Person extends AccountRef {
  readonly name: string
  readonly email: string
  /** Always null for users. */
  readonly profilePic: string | null
}

export interface PeopleSearch {
  /** A part of the name, in any letter case. Absent: all accounts. */
  readonly name?: string
  readonly usersOnly: boolean
  readonly except: readonly AccountRef[]
  readonly limit: number
}

/** Reads users and staff together. */
export interface PeopleStore {
  /**
   * Returns users and staff by id (staff first on equal ids) when no name is given. Otherwise names that start with it
   * come first, then staff before users, then by id.
   */
  search(query: PeopleSearch): Promise<Person[]>
  /** Returns the accounts that exist, each once, in no particular order. */
  byRefs(refs: readonly AccountRef[]): Promise<Person[]>
}
