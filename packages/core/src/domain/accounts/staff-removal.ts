import type { Tx } from '../../call/index.js'
import type { StoredStaff, Stores } from '../../storage/index.js'
import { removeFiles } from '../files/index.js'
import { endSessions } from './sign-in.js'

/** Returns whether a member has level 3 and no other member of level 3 can sign in. */
export const isLastAdmin = async (
  { staff }: Pick<Stores, 'staff'>,
  { level, disabled }: StoredStaff,
): Promise<boolean> => level === 3 && !disabled && (await staff.countLevel3()) === 1

/** Deletes a staff member. The caller has locked the member. */
export async function removeStaff(tx: Tx, { id, email, profilePic }: StoredStaff): Promise<void> {
  await endSessions(tx, { kind: 'staff', id })
  await tx.passwordTokens.removeOf(email, 'staff')
  for (const ticketNumber of await tx.tickets.ownedOutside(id, []))
    tx.emit('ticket.unassigned', { ticketNumber, staffId: id })
  await tx.staff.remove(id)
  tx.emit('staff.deleted', { staffId: id })
  if (profilePic) tx.afterCommit((call) => removeFiles(call, [profilePic]))
}
