import * as v from 'valibot'
import { column } from './column.js'

/** One option of a custom field of type select. */
export const CustomFieldOption = v.object({
  id: column.number(),
  name: v.string(),
})
export type CustomFieldOption = v.InferOutput<typeof CustomFieldOption>

/** A field that users fill in. */
export const CustomField = v.object({
  id: column.number(),
  name: v.string(),
  description: v.string(),
  type: v.picklist(['text', 'select']),
  /** In the order in which they were given. */
  options: v.array(CustomFieldOption),
})
export type CustomField = v.InferOutput<typeof CustomField>

/** What a user has entered in one custom field. */
export const CustomFieldValue = v.object({
  id: column.number(),
  /** The name of the field. */
  customfield: v.nullable(v.string()),
  value: v.string(),
  customfieldoption: v.nullable(CustomFieldOption),
})
export type CustomFieldValue = v.InferOutput<typeof CustomFieldValue>
