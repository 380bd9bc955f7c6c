/** A department in lists of departments. */
export interface Department {
  readonly id: number
  readonly name: string
  /** The number of staff members who serve it. */
  readonly owners: number
  /** Hidden from users: they can neither see it nor open tickets in it. */
  readonly private: boolean
}

/** The department of a ticket; both null when it is gone. */
export interface DepartmentName {
  readonly id: number | null
  readonly name: string | null
}
