import * as v from 'valibot'
import { column } from '../../model/schemas/index.js'
import { type NoParams, operation } from '../../operation/index.js'

/** A department that a staff member serves, in what `/staff/get-all` answers. */
export interface StaffListDepartment {
  readonly id: number
  readonly name: string
  /** How many staff members serve it. */
  readonly owners: number
}

/** One entry of what `/staff/get-all` answers. */
export interface StaffListEntry {
  readonly id: number
  readonly name: string
  readonly email: string
  readonly profilePic: string | null
  readonly level: number
  readonly departments: StaffListDepartment[]
  /** Tickets owned now, open and closed. */
  readonly assignedTickets: number
  /** Those of them that are closed. */
  readonly closedTickets: number
  /** Null for who never logged in. */
  readonly lastLogin: Date | null
}

/** All staff members, with their departments and how many tickets they own, by id. */
export const getAll = operation<NoParams, StaffListEntry[]>()({
  path: '/staff/get-all',
  permission: 'staff_1',
  params: {},
  data: v.array(
    v.object({
      id: column.number(),
      name: v.string(),
      email: v.string(),
      profilePic: v.nullable(v.string()),
      level: column.number(),
      departments: v.array(
        v.object({
          id: column.number(),
          name: v.string(),
          owners: column.number(),
        }),
      ),
      assignedTickets: v.number(),
      closedTickets: v.number(),
      lastLogin: v.nullable(column.date()),
    }),
  ),
  async read(call) {
    return (await call.staff.all()).map(
      ({ id, name, email, profilePic, level, departments, assignedTickets, closedTickets, lastLogin }) => ({
        id,
        name,
        email,
        profilePic,
        level,
        departments: [...departments],
        assignedTickets,
        closedTickets,
        lastLogin,
      }),
    )
  },
})
