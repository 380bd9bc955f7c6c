import type { CustomFieldValue } from './custom-field.js'

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
