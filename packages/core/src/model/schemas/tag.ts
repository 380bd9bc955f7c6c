import * as v from 'valibot'
import type { Tag } from '../tag.js'
import { column } from './column.js'
import { schemaOf } from './schema-of.js'

export const tagSchema = schemaOf<Tag>()(
  v.object({
    id: column.number(),
    name: v.string(),
    color: v.string(),
  }),
)
