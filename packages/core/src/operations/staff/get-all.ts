import * as v from 'valibot'
import { column } from '../../model/index.js'
import { operation } from '../../operation/index.js'

/** All staff members, with their departments and how many tickets they own, by id. */
export const getAll = operation({
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
      /** Tickets owned now, open and closed. */
      assignedTickets: v.number(),
      /** Those of them that are closed. */
      closedTickets: v.number(),
      /** Null for who never logged in. */
      lastLogin: v.nullable(column.date()),
    }),
  ),
  async read(call) {
    return (await call.staff.all()).map(
      ({ id, name, email, profilePic, level, departments, assignedTickets, closedTickets, lastLogin }) => ({
        ...{
          id,
          name,
          email,
          profilePic,
          level,
          departments: [...departments],
        },
        ...{ assignedTickets, closedTickets, lastLogin },
      }),
    )
  },
})
