import * as v from 'valibot'
import { column } from './column.js'

/** A department, as lists of departments show it. */
export const Department = v.object({
  id: column.number(),
  name: v.string(),
  /** How many staff members serve it. */
  owners: column.number(),
  /** Hidden from users: they can neither see it nor open tickets in it. */
  private: column.flag(),
})
export type Department = v.InferOutput<typeof Department>

/** The department of a ticket; both null when it is gone. */
export const DepartmentName = v.object({
  id: v.nullable(column.number()),
  name: v.nullable(v.string()),
})
export type DepartmentName = v.InferOutput<typeof DepartmentName>
