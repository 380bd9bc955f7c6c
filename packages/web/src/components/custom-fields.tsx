import type { CustomField, CustomFieldValue } from '@opensupports/core'
import { Field, Select } from './field.js'

interface InputsProps {
  readonly fields: readonly CustomField[] | undefined
  readonly values?: readonly CustomFieldValue[]
}

const nameOf = ({ id }: CustomField) => `custom-${id}`

/** The fields that the helpdesk's settings add to an account. */
export const CustomFieldInputs = ({ fields = [], values = [] }: InputsProps) => (
  <>
    {fields.map((field) => {
      const { name, description, type, options } = field
      const value = values.find(({ customfield }) => customfield === name)
      const shared = { key: field.id, name: nameOf(field), label: name, hint: description || undefined }
      if (type === 'text') return <Field {...shared} defaultValue={value?.value ?? ''} maxLength={200} />
      return (
        <Select {...shared} value={value?.customfieldoption?.name}>
          <option value="" />
          {options.map((option) => (
            <option key={option.id}>{option.name}</option>
          ))}
        </Select>
      )
    })}
  </>
)

/** Returns what a form has in these fields, by their names. */
export const customFieldsOf = (
  fields: readonly CustomField[] | undefined,
  text: (name: string) => string,
): Record<string, string> =>
  Object.fromEntries((fields ?? []).map((field) => [field.name, text(nameOf(field))]))
