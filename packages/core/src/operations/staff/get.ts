import * as v from 'valibot'
import { column } from '../../model/schemas/index.js'
import { operation } from '../../operation/index.js'
import { flexibleId } from '../../params/index.js'

/** What `/staff/get` takes. */
export interface GetStaffParams {
  /** Default: the caller. */
  readonly staffId?: number | undefined
}

/** A department that a staff member serves. */
export interface StaffDepartment {
  readonly id: number
  readonly name: string
  readonly private: boolean
}

/** What `/staff/get` answers. */
export interface GetStaffAnswer {
  readonly name: string
  readonly email: string
  /** The stored name of the picture. */
  readonly profilePic: string | null
  readonly level: number
  readonly staff: true
  readonly departments: StaffDepartment[]
  readonly sendEmailOnNewTicket: boolean
}

/**
 * Returns a staff member: the caller, or for level 3 any other. Ignores an id that is unknown or not allowed.
 */
export const get = operation<GetStaffParams, GetStaffAnswer>()({
  path: '/staff/get',
  permission: 'staff_1',
  params: {
    staffId: flexibleId(),
  },
  data: v.object({
    name: v.string(),
    email: v.string(),
    profilePic: v.nullable(v.string()),
    level: column.number(),
    staff: v.literal(true),
    departments: v.array(
      v.object({
        id: column.number(),
        name: v.string(),
        private: column.flag(),
      }),
    ),
    sendEmailOnNewTicket: column.flag(),
  }),
  async read(call, { staffId }) {
    const { actor } = call
    const other = staffId !== undefined && actor.level === 3 ? await call.staff.byId(staffId) : undefined
    const account = other ?? actor.account
    const served = other ? await call.staff.departmentIds(other.id) : actor.departmentIds
    const departments = await call.departments.all()
    return {
      name: account.name,
      email: account.email,
      profilePic: account.profilePic,
      level: account.level,
      staff: true as const,
      departments: departments
        .filter(({ id }) => served.includes(id))
        .map(({ id, name, private: isPrivate }) => ({
          id,
          name,
          private: isPrivate,
        })),
      sendEmailOnNewTicket: account.sendEmailOnNewTicket,
    }
  },
})
