import type { PersonView } from '../../model/index.js'
import type { Person } from '../../storage/index.js'

/** Returns a person as lists of users and staff show one. */
export const personView = ({ kind, id, name, email, profilePic }: Person): PersonView =>
  kind === 'staff' ? { id, name, email, profilePic, isStaff: true } : { id, name, email, isStaff: false }
