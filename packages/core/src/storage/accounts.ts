/** Which of the two tables of accounts: their ids are separate. */
export type AccountKind = 'user' | 'staff'

/** Names one account. */
export interface AccountRef {
  readonly kind: AccountKind
  readonly id: number
}

/** Enough of an account to show who it is. */
export interface Person extends AccountRef {
  readonly name: string
  readonly email: string
  /** Always null for users. */
  readonly profilePic: string | null
}

export interface PeopleSearch {
  /** Part of the name, without case; names that start with it come first. Absent: everybody, by id. */
  readonly name?: string
  readonly usersOnly: boolean
  readonly except: readonly AccountRef[]
  readonly limit: number
}

/** Users and staff together. */
export interface PeopleStore {
  /** Without a name by id, staff before users of the same id; with one staff before users, then by id. */
  search(query: PeopleSearch): Promise<Person[]>
  /** Those that exist, each once, in no particular order. */
  byRefs(refs: readonly AccountRef[]): Promise<Person[]>
}
