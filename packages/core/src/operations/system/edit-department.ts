import { changedFields } from '../../domain/helpdesk/index.js'
import { fail } from '../../errors.js'
import { nothing, operation } from '../../operation/index.js'
import { changed, department, flag, name } from '../../params/index.js'

/** What `/system/edit-department` takes. */
export interface EditDepartmentParams {
  readonly departmentId: number
  readonly name: string
  /** Default: public. */
  readonly private?: boolean | undefined
}

/**
 * Renames a department, and makes it public or private.
 *
 * @throws INVALID_DEPARTMENT, INVALID_NAME; NAME_ALREADY_USED; DEFAULT_DEPARTMENT_CAN_NOT_BE_PRIVATE;
 * DEPARTMENT_PRIVATE_TICKETS when it is to be private and holds a ticket of a user.
 */
export const editDepartment = operation<EditDepartmentParams, null>()({
  path: '/system/edit-department',
  permission: 'staff_3',
  params: {
    department: changed(department('departmentId', 'INVALID_DEPARTMENT')),
    name: name('INVALID_NAME'),
    private: flag(),
  },
  locks: [
    { name: 'departmentNames', mode: 'update' },
    { name: 'settings', mode: 'share' },
  ],
  data: nothing,
  errors: ['NAME_ALREADY_USED', 'DEFAULT_DEPARTMENT_CAN_NOT_BE_PRIVATE', 'DEPARTMENT_PRIVATE_TICKETS'],
  async write(tx, { department, name, private: isPrivate }) {
    const { id } = department
    const { defaultDepartmentId } = tx.settings
    const namesake = await tx.departments.byName(name)
    if (namesake && namesake.id !== id) fail('NAME_ALREADY_USED')
    if (isPrivate && id === defaultDepartmentId) fail('DEFAULT_DEPARTMENT_CAN_NOT_BE_PRIVATE')
    if (isPrivate && (await tx.departments.hasUserTickets(id))) fail('DEPARTMENT_PRIVATE_TICKETS')
    await tx.departments.update(id, { name, private: isPrivate })
    await tx.log('EDIT_DEPARTMENT', name)
    const changed = changedFields(department, { name, private: isPrivate })
    tx.emit('department.edited', { departmentId: id, changed })
    return null
  },
})
