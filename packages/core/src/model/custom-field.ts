import * as v from 'valibot'
import { column } from './column.js'

/** One option of a custom field of type select. */
export interface CustomFieldOption {
  readonly id: number
  readonly name: string
}

export const CustomFieldOption = v.object({
  id: column.number(),
  name: v.string(),
}) satisfies v.GenericSchema<unknown, CustomFieldOption>

/** A field that users fill in. */
export interface CustomField {
  readonly id: number
  readonly name: string
  readonly description: string
  readonly type: 'text' | 'select'
  /** In the order in which they were given. */
  readonly options: CustomFieldOption[]
}

export const CustomField = v.object({
  id: column.number(),
  name: v.string(),
  description: v.string(),
  type: v.picklist(['text', 'select']),
  options: v.array(CustomFieldOption),
}) satisfies v.GenericSchema<unknown, CustomField>

/** What a user has entered in one custom field. */
export interface CustomFieldValue {
  readonly id: number
  /** The name of the field. */
  readonly customfield: string | null
  readonly value: string
  readonly customfieldoption: CustomFieldOption | null
}

export const CustomFieldValue = v.object({
  id: column.number(),
  customfield: v.nullable(v.string()),
  value: v.string(),
  customfieldoption: v.nullable(CustomFieldOption),
}) satisfies v.GenericSchema<unknown, CustomFieldValue>
