import * as v from 'valibot'
import type { CustomResponse } from '../custom-response.js'
import { column } from './column.js'
import { schemaOf } from './schema-of.js'

export const customResponseSchema = schemaOf<CustomResponse>()(
  v.object({
    id: column.number(),
    name: v.string(),
    language: v.string(),
    content: v.string(),
  }),
)
