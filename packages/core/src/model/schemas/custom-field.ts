import * as v from 'valibot'
import type { CustomField, CustomFieldOption, CustomFieldValue } from '../custom-field.js'
import { column } from './column.js'
import { schemaOf } from './schema-of.js'

export const customFieldOptionSchema = schemaOf<CustomFieldOption>()(
  v.object({
    id: column.number(),
    name: v.string(),
  }),
)

export const customFieldSchema = schemaOf<CustomField>()(
  v.object({
    id: column.number(),
    name: v.string(),
    description: v.string(),
    type: v.picklist(['text', 'select']),
    options: v.array(customFieldOptionSchema),
  }),
)

export const customFieldValueSchema = schemaOf<CustomFieldValue>()(
  v.object({
    id: column.number(),
    customfield: v.nullable(v.string()),
    value: v.string(),
    customfieldoption: v.nullable(customFieldOptionSchema),
  }),
)
