import type { Tx } from '../../call/index.js'
import { fail } from '../../errors.js'
import { fieldKey, longestFieldValue } from '../../params/index.js'
import type { NewCustomFieldValue, Stores } from '../../storage/index.js'

/**
 * Replaces a user's custom field values. Skips values of fields and options that were deleted since they were checked.
 */
export async function setCustomFields(
  { users, customFields, lock }: Pick<Tx, 'users' | 'customFields' | 'lock'>,
  userId: number,
  values: readonly NewCustomFieldValue[],
): Promise<void> {
  if (values.length > 0)
    await lock(values.map(({ fieldId }) => ({ table: 'customFields', id: fieldId, mode: 'share' })))
  const fields = values.length > 0 ? await customFields.all() : []
  const isThere = ({ fieldId, optionId }: NewCustomFieldValue) => {
    const field = fields.find(({ id }) => id === fieldId)
    return field && (optionId === null || field.options.some(({ id }) => id === optionId))
  }
  await users.setCustomFieldValues(userId, values.filter(isThere))
}

/**
 * Returns the entered texts as values of the defined custom fields. Ignores unknown names.
 *
 * @throws INVALID_CUSTOM_FIELD_OPTION when a field of type select has no such option, or a text is too long
 */
export async function customFieldValues(
  { customFields }: Pick<Stores, 'customFields'>,
  entered: ReadonlyMap<string, string>,
): Promise<NewCustomFieldValue[]> {
  if (entered.size === 0) return []
  const values: NewCustomFieldValue[] = []
  for (const field of await customFields.all()) {
    const value = entered.get(fieldKey(field.name))
    if (value === undefined) continue
    const option = field.options.find(({ name }) => name === value)
    if (field.type === 'select' && !option) fail('INVALID_CUSTOM_FIELD_OPTION')
    const storable = value.isWellFormed() && !value.includes('\0') && [...value].length <= longestFieldValue
    if (!storable) fail('INVALID_CUSTOM_FIELD_OPTION')
    values.push({
      fieldId: field.id,
      value,
      optionId: field.type === 'select' ? (option?.id ?? null) : null,
    })
  }
  return values
}
