import * as v from 'valibot'
import type { ErrorCode } from '../errors.js'
import { type Parameter, parameter } from './parameter.js'
import { filledLine, json, listOf } from './schemas.js'

/** The longest text of a custom field: the length of 4.11's column. */
export const longestFieldValue = 191

const option = v.pipe(
  v.union([v.string(), v.pipe(v.number(), v.finite(), v.transform(String))]),
  filledLine(1, longestFieldValue),
)

/** The options of a custom field: two or more non-blank texts. */
export const fieldOptions = (code: ErrorCode): Parameter<readonly string[], readonly string[]> =>
  parameter(
    code,
    json(v.pipe(listOf(option, 1000), v.minLength(2)) as unknown as v.GenericSchema<readonly string[]>),
  )

/** Normalizes a field name, since clients differ in how they write its spaces. */
export const fieldKey = (name: string) => name.replace(/[ .]/g, '_')

const prefix = 'customfield_'

/** The values of custom fields, by the name of the field. */
export type CustomFieldsInput = Readonly<Record<string, string>>

/** The values of custom fields, by the name of the field. Forms send `customfield_<name>` for each. */
export function customFields(): Parameter<CustomFieldsInput | undefined, ReadonlyMap<string, string>> {
  return {
    schema: v.optional(v.record(v.string(), v.string())),
    code: 'INVALID_CUSTOM_FIELD_OPTION',
    hasField: (field) => field.startsWith(prefix),
    otherFields: `^${prefix}`,
    gather(fields, name) {
      const entries = Object.entries(fields)
        .filter(([key]) => key.startsWith(prefix))
        .map(([key, value]): [string, unknown] => [key.slice(prefix.length), value])
      const given = Object.hasOwn(fields, name) ? fields[name] : undefined
      if (typeof given === 'object' && given !== null) entries.push(...Object.entries(given))
      return entries
    },
    read: (entries) =>
      new Map(
        (entries as [string, unknown][]).flatMap(([name, value]) =>
          typeof value === 'string' ? [[fieldKey(name), value] as const] : [],
        ),
      ),
  }
}
