import * as v from 'valibot'
import { column } from './column.js'

/** A user or a staff member, in lists of both. Only staff have the key `profilePic`. */
export const PersonView = v.object({
  id: column.number(),
  name: v.string(),
  email: v.string(),
  profilePic: v.optional(v.nullable(v.string())),
  isStaff: column.bit(),
})
export type PersonView = v.InferOutput<typeof PersonView>
