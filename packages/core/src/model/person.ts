/** A user or a staff member, in lists of both. Only staff have the key `profilePic`. */
export interface PersonView {
  readonly id: number
  readonly name: string
  readonly email: string
  readonly profilePic?: string | null | undefined
  readonly isStaff: boolean
}
