import * as v from 'valibot'
import type { Parameter } from './parameter.js'

/** Clients differ in how they write the spaces of a field's name. */
export const fieldKey = (name: string) => name.replace(/[ .]/g, '_')

const prefix = 'customfield_'

/** What to enter in custom fields: by the name of the field. Forms send `customfield_<name>` for each. */
export function customFields(): Parameter<
  Readonly<Record<string, string>> | undefined,
  ReadonlyMap<string, string>
> {
  return {
    schema: v.optional(v.record(v.string(), v.string())),
    code: 'INVALID_CUSTOM_FIELD_OPTION',
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
