import * as v from 'valibot'
import { column } from './column.js'

/** A user or a staff member, in lists of both. Only staff have the key `profilePic`. */
export interface PersonView {
  readonly id: number
  readonly name: string
  readonly email: string
  readonly profilePic?: string | null | undefined
  readonly isStaff: boolean
}

export const PersonView = v.object({
  id: column.number(),
  name: v.string(),
  email: v.string(),
  profilePic: v.optional(v.nullable(v.string())),
  isStaff: column.bit(),
}) satisfies v.GenericSchema<unknown, PersonView>
