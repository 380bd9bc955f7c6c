import { fail } from '../../errors.js'
import { nothing, operation } from '../../operation/index.js'
import { id } from '../../params/index.js'

/** What `/system/delete-custom-field` takes. */
export interface DeleteCustomFieldParams {
  readonly id: number
}

/**
 * Deletes a custom field, with its options and everything that users entered in it.
 *
 * @throws INVALID_CUSTOM_FIELD
 */
export const deleteCustomField = operation<DeleteCustomFieldParams, null>()({
  path: '/system/delete-custom-field',
  permission: 'staff_2',
  params: { id: id('INVALID_CUSTOM_FIELD') },
  data: nothing,
  async write(tx, { id }) {
    if (!(await tx.customFields.remove(id))) fail('INVALID_CUSTOM_FIELD')
    tx.emit('customField.deleted', { customFieldId: id })
    return null
  },
})
