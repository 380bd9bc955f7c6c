import { writeLog } from '../../domain/index.js'
import { fail } from '../../errors.js'
import { nothing, operation } from '../../operation.js'
import { flag, name } from '../../params/index.js'

/**
 * Adds a department, which nobody serves yet.
 *
 * @throws INVALID_NAME, also when a department has the name.
 */
export const addDepartment = operation({
  path: '/system/add-department',
  permission: 'staff_3',
  params: { name: name('INVALID_NAME'), private: flag() },
  data: nothing,
  errors: ['NO_PERMISSION', 'INVALID_NAME'],
  async write(context, { name, private: isPrivate }) {
    const { storage } = context
    if (await storage.departments.byName(name)) fail('INVALID_NAME')
    await storage.departments.insert({ name, private: isPrivate })
    await writeLog(storage, context, 'ADD_DEPARTMENT', name)
    return null
  },
})
