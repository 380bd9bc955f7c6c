import type { Tx } from '../../call/index.js'
import { fail } from '../../errors.js'
import { nothing, operation } from '../../operation/index.js'
import { changed, department } from '../../params/index.js'

/** What `/system/delete-department` takes. */
export interface DeleteDepartmentParams {
  readonly departmentId: number
  readonly transferDepartmentId: number
}

/**
 * Deletes a department and moves its tickets to another. Owners who do not serve that one are removed from their
 * tickets.
 *
 * @throws INVALID_DEPARTMENT when one of them does not exist; CAN_NOT_DELETE_DEFAULT_DEPARTMENT; SAME_DEPARTMENT;
 *   DEPARTMENT_PRIVATE_TICKETS when tickets of users would be in a private department
 */
export const deleteDepartment = operation<DeleteDepartmentParams, null>()({
  path: '/system/delete-department',
  permission: 'staff_3',
  params: {
    department: changed(department('departmentId', 'INVALID_DEPARTMENT')),
    target: department('transferDepartmentId', 'INVALID_DEPARTMENT'),
  },
  locks: [
    { name: 'members', mode: 'update' },
    { name: 'settings', mode: 'share' },
  ],
  data: nothing,
  errors: ['CAN_NOT_DELETE_DEFAULT_DEPARTMENT', 'SAME_DEPARTMENT', 'DEPARTMENT_PRIVATE_TICKETS'],
  async write(tx, { department: { id, name }, target }) {
    if (tx.settings.defaultDepartmentId === id) fail('CAN_NOT_DELETE_DEFAULT_DEPARTMENT')
    if (id === target.id) fail('SAME_DEPARTMENT')
    if (target.private && (await tx.departments.hasUserTickets(id))) fail('DEPARTMENT_PRIVATE_TICKETS')
    await freeFromForeignOwners(tx, id, target.id)
    await tx.departments.moveTickets(id, target.id)
    await tx.departments.remove(id)
    await tx.log('DELETE_DEPARTMENT', name)
    tx.emit('department.deleted', { departmentId: id, movedToDepartmentId: target.id })
    return null
  },
})

/** Removes the owners who do not serve the target department. The author of each event is the owner, as in 4.11. */
async function freeFromForeignOwners(tx: Tx, from: number, target: number): Promise<void> {
  const owners = (await tx.staff.all())
    .filter(({ departments }) => !departments.some(({ id }) => id === target))
    .map(({ id }) => id)
  for (const { ticketNumber, ownerId } of await tx.tickets.ownedIn(from, owners))
    tx.emit('ticket.unassigned', { ticketNumber, staffId: ownerId })
  await tx.tickets.releaseIn(from, owners, tx.now)
}
