import type { User } from '../../model/index.js'
import type { UserWithFields } from '../../storage/index.js'

/** Returns a user as staff and supervisors see one. */
export const userView = (user: UserWithFields): User => ({
  email: user.email,
  id: user.id,
  name: user.name,
  verified: user.verificationToken === null,
  disabled: user.disabled,
  customfields: [...user.customfields],
  notRegistered: user.notRegistered,
  supervisedrelation: user.supervisor ? {} : null,
  isStaff: false,
})
