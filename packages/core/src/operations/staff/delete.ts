import { endSessions } from '../../domain/accounts/index.js'
import { removeFiles } from '../../domain/files/index.js'
import { nothing, operation } from '../../operation/index.js'
import { changed, staff } from '../../params/index.js'

/** What `/staff/delete` takes. */
export interface DeleteStaffParams {
  readonly staffId: number
}

/**
 * Deletes a staff member. The member's tickets lose their owner and become unread for staff. Tickets and log entries
 * that the member wrote stay.
 *
 * @throws INVALID_STAFF, YOU_CAN_NOT_DELETE_YOURSELF
 */
const deleteStaff = operation<DeleteStaffParams, null>()({
  path: '/staff/delete',
  permission: 'staff_3',
  params: { staff: changed(staff('staffId', 'INVALID_STAFF')) },
  locks: [
    { name: 'admins', mode: 'update' },
    { name: 'members', mode: 'update' },
  ],
  data: nothing,
  errors: ['YOU_CAN_NOT_DELETE_YOURSELF'],
  check: (actor, { staff: member }) => (member?.id === actor.id ? 'YOU_CAN_NOT_DELETE_YOURSELF' : undefined),
  async write(tx, { staff: { id, email, profilePic } }) {
    await endSessions(tx, { kind: 'staff', id })
    await tx.passwordTokens.removeOf(email, 'staff')
    for (const ticketNumber of await tx.tickets.ownedOutside(id, []))
      tx.emit('ticket.unassigned', { ticketNumber, staffId: id })
    await tx.staff.remove(id)
    tx.emit('staff.deleted', { staffId: id })
    if (profilePic) tx.afterCommit((call) => removeFiles(call, [profilePic]))
    return null
  },
})

export { deleteStaff as delete }
