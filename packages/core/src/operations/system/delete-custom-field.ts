import { fail } from '../../errors.js'
import { nothing, operation } from '../../operation/index.js'
import { id } from '../../params/index.js'

/**
 * Deletes a custom field, with its options and all that users entered in it.
 *
 * @throws INVALID_CUSTOM_FIELD
 */
export const deleteCustomField = operation({
  path: '/system/delete-custom-field',
  permission: 'staff_2',
  params: { id: id('INVALID_CUSTOM_FIELD') },
  data: nothing,
  async write(tx, { id }) {
    if (!(await tx.customFields.remove(id))) fail('INVALID_CUSTOM_FIELD')
    return null
  },
})
