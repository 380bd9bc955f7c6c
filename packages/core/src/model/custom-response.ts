import * as v from 'valibot'
import { column } from './column.js'

/** A prepared answer. */
export const CustomResponse = v.object({
  id: column.number(),
  name: v.string(),
  language: v.string(),
  /** Clean HTML. */
  content: v.string(),
})
export type CustomResponse = v.InferOutput<typeof CustomResponse>
