import * as v from 'valibot'
import { column } from './column.js'

/** A label for tickets. */
export interface Tag {
  readonly id: number
  readonly name: string
  /** `#` with 3 or 6 hexadecimal digits. */
  readonly color: string
}

export const Tag = v.object({
  id: column.number(),
  name: v.string(),
  color: v.string(),
}) satisfies v.GenericSchema<unknown, Tag>
