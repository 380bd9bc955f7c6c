import * as v from 'valibot'
import type { Department, DepartmentName } from '../department.js'
import { column } from './column.js'
import { schemaOf } from './schema-of.js'

export const departmentSchema = schemaOf<Department>()(
  v.object({
    id: column.number(),
    name: v.string(),
    owners: column.number(),
    private: column.flag(),
  }),
)

export const departmentNameSchema = schemaOf<DepartmentName>()(
  v.object({
    id: v.nullable(column.number()),
    name: v.nullable(v.string()),
  }),
)
