import * as v from 'valibot'
import { column } from './column.js'

/** A label for tickets. */
export const Tag = v.object({
  id: column.number(),
  name: v.string(),
  /** `#` with 3 or 6 hexadecimal digits. */
  color: v.string(),
})
export type Tag = v.InferOutput<typeof Tag>
