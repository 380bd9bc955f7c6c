import { fail } from '../../errors.js'
import { nothing, operation } from '../../operation/index.js'
import { fieldOptions, name, oneOf, optional, text } from '../../params/index.js'

/** What `/system/add-custom-field` takes. */
export interface AddCustomFieldParams {
  readonly name: string
  /** At most 100 characters. */
  readonly description?: string | undefined
  readonly type: 'text' | 'select'
  /** The options of a field of type select, in this order: at least two. */
  readonly options?: readonly string[] | undefined
}

/**
 * Adds a field that users fill in when they sign up.
 *
 * @throws INVALID_NAME, INVALID_DESCRIPTION, INVALID_CUSTOM_FIELD_TYPE, INVALID_CUSTOM_FIELD_OPTIONS;
 * CUSTOM_FIELD_ALREADY_EXISTS when a field has the name.
 */
export const addCustomField = operation<AddCustomFieldParams, null>()({
  path: '/system/add-custom-field',
  permission: 'staff_2',
  params: {
    name: name('INVALID_NAME'),
    description: optional(text('INVALID_DESCRIPTION', 100), ''),
    type: oneOf('INVALID_CUSTOM_FIELD_TYPE', ['text', 'select']),
    options: optional(fieldOptions('INVALID_CUSTOM_FIELD_OPTIONS'), []),
  },
  data: nothing,
  errors: ['CUSTOM_FIELD_ALREADY_EXISTS'],
  async write(tx, field) {
    const customFieldId = (await tx.customFields.insert(field)) ?? fail('CUSTOM_FIELD_ALREADY_EXISTS')
    tx.emit('customField.created', { customFieldId })
    return null
  },
})
