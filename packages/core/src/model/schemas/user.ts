import * as v from 'valibot'
import type { User } from '../user.js'
import { column } from './column.js'
import { customFieldValueSchema } from './custom-field.js'
import { schemaOf } from './schema-of.js'

/** Typed by hand: the library infers `{}`, which any object satisfies. */
const noFields = v.object({}) as v.GenericSchema<Record<string, never>>

export const userSchema = schemaOf<User>()(
  v.object({
    email: v.string(),
    id: column.number(),
    name: v.string(),
    verified: v.boolean(),
    disabled: v.nullable(column.flag()),
    customfields: v.array(customFieldValueSchema),
    notRegistered: column.mark(),
    supervisedrelation: v.nullable(noFields),
    isStaff: column.bit(),
  }),
)
