import * as v from 'valibot'
import { column } from './column.js'

/** A department, as lists of departments show it. */
export interface Department {
  readonly id: number
  readonly name: string
  /** How many staff members serve it. */
  readonly owners: number
  /** Hidden from users: they can neither see it nor open tickets in it. */
  readonly private: boolean
}

export const Department = v.object({
  id: column.number(),
  name: v.string(),
  owners: column.number(),
  private: column.flag(),
}) satisfies v.GenericSchema<unknown, Department>

/** The department of a ticket; both null when it is gone. */
export interface DepartmentName {
  readonly id: number | null
  readonly name: string | null
}

export const DepartmentName = v.object({
  id: v.nullable(column.number()),
  name: v.nullable(v.string()),
}) satisfies v.GenericSchema<unknown, DepartmentName>
