import * as v from 'valibot'
import type { PersonView } from '../person.js'
import { column } from './column.js'
import { schemaOf } from './schema-of.js'

export const personViewSchema = schemaOf<PersonView>()(
  v.object({
    id: column.number(),
    name: v.string(),
    email: v.string(),
    profilePic: v.optional(v.nullable(v.string())),
    isStaff: column.bit(),
  }),
)
