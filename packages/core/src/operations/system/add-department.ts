import { fail } from '../../errors.js'
import { nothing, operation } from '../../operation/index.js'
import { flag, name } from '../../params/index.js'

/** What `/system/add-department` takes. */
export interface AddDepartmentParams {
  readonly name: string
  readonly private?: boolean | undefined
}

/**
 * Adds a department without members.
 *
 * @throws INVALID_NAME, also when a department has the name.
 */
export const addDepartment = operation<AddDepartmentParams, null>()({
  path: '/system/add-department',
  permission: 'staff_3',
  params: { name: name('INVALID_NAME'), private: flag() },
  locks: [{ name: 'departmentNames', mode: 'update' }],
  data: nothing,
  async write(tx, { name, private: isPrivate }) {
    if (await tx.departments.byName(name)) fail('INVALID_NAME')
    const departmentId = await tx.departments.insert({ name, private: isPrivate })
    await tx.log('ADD_DEPARTMENT', name)
    tx.emit('department.created', { departmentId })
    return null
  },
})
