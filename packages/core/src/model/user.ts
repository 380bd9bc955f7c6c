import * as v from 'valibot'
import { column } from './column.js'
import { CustomFieldValue } from './custom-field.js'

/** A user, as staff and supervisors see one. */
export interface User {
  readonly email: string
  readonly id: number
  readonly name: string
  readonly verified: boolean
  /** Null while nobody ever switched it. */
  readonly disabled: boolean | null
  readonly customfields: CustomFieldValue[]
  /** Made by a guest's ticket, and never signed up. */
  readonly notRegistered: boolean
  /** An object for supervisors. */
  readonly supervisedrelation: Record<string, never> | null
  readonly isStaff: boolean
}

export const User = v.object({
  email: v.string(),
  id: column.number(),
  name: v.string(),
  verified: v.boolean(),
  disabled: v.nullable(column.flag()),
  customfields: v.array(CustomFieldValue),
  notRegistered: column.mark(),
  supervisedrelation: v.nullable(v.object({})),
  isStaff: column.bit(),
}) satisfies v.GenericSchema<unknown, User>
