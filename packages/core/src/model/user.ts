import * as v from 'valibot'
import { column } from './column.js'
import { CustomFieldValue } from './custom-field.js'

/** A user, as staff and supervisors see one. */
export const User = v.object({
  email: v.string(),
  id: column.number(),
  name: v.string(),
  verified: v.boolean(),
  /** Null while nobody ever switched it. */
  disabled: v.nullable(column.flag()),
  customfields: v.array(CustomFieldValue),
  /** Made by a guest's ticket, and never signed up. */
  notRegistered: column.mark(),
  /** An object for supervisors. */
  supervisedrelation: v.nullable(v.object({})),
  isStaff: column.bit(),
})
export type User = v.InferOutput<typeof User>
