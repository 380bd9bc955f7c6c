import * as v from 'valibot'
import { pageCount, pageOf } from '../../domain/helpdesk/index.js'
import { column, nativeOnly } from '../../model/schemas/index.js'
import { operation } from '../../operation/index.js'
import { echoed, flag, oneOf, page, text, unless } from '../../params/index.js'

const pageSize = 10

/** What `/user/get-users` takes. */
export interface GetUsersParams {
  readonly page: number
  readonly orderBy: 'id' | 'tickets'
  readonly desc?: boolean | undefined
  readonly search?: string | undefined
}

/** A user in what `/user/get-users` answers. */
export interface UserListEntry {
  readonly id: number
  readonly name: string
  readonly verified: boolean
  readonly tickets: number
  readonly email: string
  readonly signupDate: Date
  readonly disabled: boolean
}

/** What `/user/get-users` answers. */
export interface GetUsersAnswer {
  readonly users: UserListEntry[]
  /** The number of pages. The list stops counting at 10,000 users; later pages can be read all the same. */
  readonly pages: number
  readonly page: number
  /** The number of users in the list, or the 10,000 at which counting stopped. */
  readonly total: number
  /** False if the list may have more users than `total`. */
  readonly totalIsExact: boolean
  readonly orderBy: string
  /** Null when the parameter was left out. */
  readonly desc: boolean | null
  readonly search: string | null
}

/**
 * Returns users, 10 per page. With a search: those whose name or e-mail contains it, matches at the start first.
 *
 * @throws INVALID_PAGE, INVALID_ORDER; INVALID_QUERY for a text that no name or e-mail can contain
 */
export const getUsers = operation<GetUsersParams, GetUsersAnswer>()({
  path: '/user/get-users',
  permission: 'staff_1',
  params: {
    page: page('INVALID_PAGE'),
    orderBy: oneOf('INVALID_ORDER', ['id', 'tickets']),
    desc: echoed(flag()),
    search: unless(['', '0'], text('INVALID_QUERY', 300)),
  },
  data: v.object({
    users: v.array(
      v.object({
        id: column.number(),
        name: v.string(),
        verified: v.boolean(),
        tickets: column.number(),
        email: v.string(),
        signupDate: column.date(),
        disabled: v.boolean(),
      }),
    ),
    pages: v.number(),
    page: column.number(),
    total: nativeOnly(v.number()),
    totalIsExact: nativeOnly(v.boolean()),
    orderBy: v.string(),
    desc: v.nullable(v.boolean()),
    search: v.nullable(v.string()),
  }),
  /** 4.11 echoes `desc` as it was sent. */
  legacyData: (data, _, { desc }) => ({ ...data, desc: desc.sent ?? null }),
  async read(call, { page, orderBy, desc, search }) {
    const { users, total, totalIsExact } = await call.users.list({
      orderBy,
      desc: desc.value,
      ...(search === undefined ? {} : { search }),
      ...pageOf(page, pageSize),
    })
    return {
      users: users.map(({ id, name, verificationToken, tickets, email, signupDate, disabled }) => ({
        id,
        name,
        verified: verificationToken === null,
        tickets,
        email,
        signupDate,
        disabled: disabled ?? false,
      })),
      pages: pageCount(total, pageSize),
      page,
      total,
      totalIsExact,
      orderBy,
      search: search ?? null,
      desc: desc.sent === undefined || desc.sent === null ? null : desc.value,
    }
  },
})
