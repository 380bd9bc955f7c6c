import * as v from 'valibot'
import { column } from '../../model/schemas/index.js'
import { type NoParams, operation } from '../../operation/index.js'

/** A department that a staff member serves, in what `/staff/get-all` answers. */
export interface StaffListDepartment {
  readonly id: number
  readonly name: string
  /** The number of staff members who serve it. */
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
  /** The number of tickets that the member owns, open and closed. */
  readonly assignedTickets: number
  /** The number of closed ones among them. */
  readonly closedTickets: number
  /** Null before the first login. */
  readonly lastLogin: Date | null
}

/** Returns all staff members by id, with their departments and the number of tickets that they own. */
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
