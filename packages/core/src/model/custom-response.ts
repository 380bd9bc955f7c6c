import * as v from 'valibot'
import { column } from './column.js'

/** A prepared answer. */
export interface CustomResponse {
  readonly id: number
  readonly name: string
  readonly language: string
  /** Clean HTML. */
  readonly content: string
}

export const CustomResponse = v.object({
  id: column.number(),
  name: v.string(),
  language: v.string(),
  content: v.string(),
}) satisfies v.GenericSchema<unknown, CustomResponse>
