import { removeHiddenDepartments } from '../../domain/tickets/index.js'
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
 * tickets. From the start, nobody sees the department or creates tickets in it; its tickets move in batches, one
 * transaction each. If that is interrupted, `helpdesk.removeExpired()`, which `startBackground` calls, or the next
 * deletion of a department moves the rest.
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
    await tx.departments.hide(id, target.id)
    await tx.log('DELETE_DEPARTMENT', name)
    return null
  },
  async finish(call) {
    if (!(await removeHiddenDepartments(call))) fail('INTERRUPTED')
  },
})
