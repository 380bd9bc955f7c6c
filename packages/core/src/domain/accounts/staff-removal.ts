import { accountLock, type Call, openTransaction, type Tx } from '../../call/index.js'
import { fail } from '../../errors.js'
import { nextTurn } from '../../platform/index.js'
import type { RowLock, StoredStaff, Stores } from '../../storage/index.js'
import { removeFiles } from '../files/index.js'
import { endSessions } from './sign-in.js'

/** Returns whether a member has level 3 and no other member of level 3 can sign in. */
export const isLastAdmin = async (
  { staff }: Pick<Stores, 'staff'>,
  { level, disabled }: StoredStaff,
): Promise<boolean> => level === 3 && !disabled && (await staff.countLevel3()) === 1

/** The most tickets that one transaction takes from their owner, and the most rows of a kind that lose their author. */
const releasedAtOnce = 200

/**
 * Takes the next batch of tickets and events from a staff member, and deletes the member with the last batch. Until then, the
 * member is disabled. The caller has locked the member.
 *
 * @returns whether the member is deleted
 */
export async function removeStaffInPart(tx: Tx, { id, email, profilePic }: StoredStaff): Promise<boolean> {
  await endSessions(tx, { kind: 'staff', id })
  await tx.passwordTokens.removeOf(email, 'staff')
  const released = await tx.staff.releaseOwned(id, releasedAtOnce)
  for (const ticketNumber of released) tx.emit('ticket.unassigned', { ticketNumber, staffId: id })
  const isFree = await tx.staff.leaveAuthored(id, releasedAtOnce)
  if (!isFree || released.length === releasedAtOnce) {
    await tx.staff.update(id, { disabled: true })
    return false
  }
  await tx.staff.remove(id)
  tx.emit('staff.deleted', { staffId: id })
  if (profilePic) tx.afterCommit((call) => removeFiles(call, [profilePic]))
  return true
}

/** The locks of a transaction that deletes a staff member. */
const removalLocks = (id: number): RowLock[] => [
  { name: 'admins', mode: 'update' },
  { name: 'members', mode: 'update' },
  accountLock({ kind: 'staff', id }, 'update'),
]

/**
 * Deletes a staff member in many short transactions.
 *
 * @param check runs in each transaction, and may refuse
 * @throws INTERRUPTED when the signal of the call aborts. Another call deletes the rest
 */
export async function removeStaff(
  call: Call,
  id: number,
  check: (tx: Tx, member: StoredStaff) => Promise<void> = async () => {},
): Promise<void> {
  const removeSome = () =>
    openTransaction(
      call,
      async (tx) => {
        const member = await tx.staff.byId(id)
        if (!member) return true
        await check(tx, member)
        return removeStaffInPart(tx, member)
      },
      () => removalLocks(id),
    )
  for (;;) {
    await nextTurn()
    if (await removeSome()) return
    if (call.signal?.aborted) fail('INTERRUPTED')
  }
}
