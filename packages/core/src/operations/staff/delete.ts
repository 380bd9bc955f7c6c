import { removeStaff, removeStaffInPart } from '../../domain/accounts/index.js'
import { nothing, operation } from '../../operation/index.js'
import { changed, staff } from '../../params/index.js'

/** What `/staff/delete` takes. */
export interface DeleteStaffParams {
  readonly staffId: number
}

/**
 * Deletes a staff member. The member's tickets lose their owner and become unread for staff. Tickets and log entries
 * that the member wrote stay. A member with many of them is disabled at once, and deleted in several transactions. After
 * an error, call it again to delete what is left.
 *
 * @throws INVALID_STAFF when no member has the id; YOU_CAN_NOT_DELETE_YOURSELF for one's own id
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
  async write(tx, { staff: member }) {
    await removeStaffInPart(tx, member)
    return null
  },
  async finish(call, { staff: { id } }) {
    if (await call.staff.byId(id)) await removeStaff(call, id)
  },
})

export {
  /**
   * Deletes a staff member. The member's tickets lose their owner and become unread for staff. Tickets and log entries
   * that the member wrote stay. A member with many of them is disabled at once, and deleted in several transactions. After
   * an error, call it again to delete what is left.
   *
   * @throws INVALID_STAFF when no member has the id; YOU_CAN_NOT_DELETE_YOURSELF for one's own id
   */
  deleteStaff as delete,
}
