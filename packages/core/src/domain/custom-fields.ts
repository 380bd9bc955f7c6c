import { fail } from '../errors.js'
import { fieldKey, longestFieldValue } from '../params/index.js'
import type { NewCustomFieldValue, Stores } from '../storage/index.js'

/**
 * What was entered, as values of the defined custom fields; names that no field has are ignored.
 *
 * @throws INVALID_CUSTOM_FIELD_OPTION when a field of type select has no such option, or a text is too long.
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
