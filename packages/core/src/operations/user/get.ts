import * as v from 'valibot'
import { userView } from '../../domain/accounts/index.js'
import { legacyTickets, listedTicketView } from '../../domain/tickets/index.js'
import { fail } from '../../errors.js'
import type { CustomFieldValue, ListedTicket, User } from '../../model/index.js'
import { customFieldValueSchema, legacyTicketSchema, userSchema } from '../../model/schemas/index.js'
import { type NoParams, operation } from '../../operation/index.js'

/** What `/user/get` answers. */
export interface OwnUser {
  readonly name: string
  readonly email: string
  readonly staff: false
  readonly verified: boolean
  readonly customfields: CustomFieldValue[]
  /** Null unless the user has been a supervisor. */
  readonly users: User[] | null
}

/**
 * How many tickets are read at once. The list has short texts only, but each ticket is read with its whole content, which
 * may have a megabyte of pictures.
 */
const atOnce = 50

const own = {
  name: v.string(),
  email: v.string(),
  staff: v.literal(false),
  verified: v.boolean(),
  customfields: v.array(customFieldValueSchema),
  users: v.nullable(v.array(userSchema)),
}

/**
 * Returns the calling user and, for supervisors, the users they supervise. `user.getTickets` returns their tickets.
 * Clients of 4.11 get all of these here.
 *
 * @throws INVALID_CREDENTIALS for staff, who use `staff.get`
 */
export const get = operation<NoParams, OwnUser>()({
  path: '/user/get',
  permission: 'user',
  params: {},
  data: v.object(own),
  legacySchema: v.object({ ...own, tickets: v.array(legacyTicketSchema) }),
  /** Oldest first. */
  async legacyData(data, call) {
    const { actor } = call
    if (actor.kind !== 'user') return data
    const tickets: ListedTicket[] = []
    let last: number | undefined
    for (let hasMore = true; hasMore; ) {
      const found = await call.tickets.list({
        filter: { authors: [{ kind: 'user', id: actor.id }] },
        order: [{ by: 'id' }],
        events: false,
        offset: 0,
        limit: atOnce,
        after: last === undefined ? undefined : [last],
      })
      for (const ticket of found.tickets) tickets.push(listedTicketView(ticket, 'user'))
      last = found.tickets.at(-1)?.id
      hasMore = found.hasMore
    }
    return { ...data, tickets: legacyTickets(tickets) }
  },
  errors: ['INVALID_CREDENTIALS'],
  async read(call) {
    const { actor } = call
    if (actor.kind === 'staff') return fail('INVALID_CREDENTIALS')
    const { name, email, verificationToken, supervisor } = actor.account
    return {
      name,
      email,
      staff: false as const,
      verified: verificationToken === null,
      customfields: await call.users.customFieldValues(actor.id),
      users: supervisor ? (await call.users.supervised(actor.id)).map(userView) : null,
    }
  },
})
