import type { CustomFieldValue } from './custom-field.js'

/** A user, as shown to staff and supervisors. */
export interface User {
  readonly email: string
  readonly id: number
  readonly name: string
  readonly verified: boolean
  /** Null until it is set for the first time. */
  readonly disabled: boolean | null
  readonly customfields: CustomFieldValue[]
  /** Whether a guest's ticket created the account, and nobody has signed up with it. */
  readonly notRegistered: boolean
  /** An object for supervisors. */
  readonly supervisedrelation: Record<string, never> | null
  readonly isStaff: boolean
}
