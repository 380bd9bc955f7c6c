import * as v from 'valibot'
import { userView } from '../../domain/accounts/index.js'
import { everything } from '../../domain/helpdesk/index.js'
import { ticketHeadView } from '../../domain/tickets/index.js'
import { fail } from '../../errors.js'
import type { CustomFieldValue, Ticket, User } from '../../model/index.js'
import { customFieldValueSchema, ticketSchema, userSchema } from '../../model/schemas/index.js'
import { type NoParams, operation } from '../../operation/index.js'

/** What `/user/get` answers. */
export interface OwnUser {
  readonly name: string
  readonly email: string
  readonly staff: false
  readonly verified: boolean
  /** Oldest first. */
  readonly tickets: Ticket[]
  readonly customfields: CustomFieldValue[]
  /** Null unless the user has been a supervisor. */
  readonly users: User[] | null
}

/**
 * Returns the calling user with all own tickets (without their events) and, for supervisors, the users they supervise.
 *
 * @throws INVALID_CREDENTIALS for staff, who use `staff.get`
 */
export const get = operation<NoParams, OwnUser>()({
  path: '/user/get',
  permission: 'user',
  params: {},
  data: v.object({
    name: v.string(),
    email: v.string(),
    staff: v.literal(false),
    verified: v.boolean(),
    tickets: v.array(ticketSchema),
    customfields: v.array(customFieldValueSchema),
    users: v.nullable(v.array(userSchema)),
  }),
  errors: ['INVALID_CREDENTIALS'],
  async read(call) {
    const { actor } = call
    if (actor.kind === 'staff') return fail('INVALID_CREDENTIALS')
    const { name, email, verificationToken, supervisor } = actor.account
    const { tickets } = await call.tickets.list({
      filter: { authors: [{ kind: 'user', id: actor.id }] },
      order: [{ by: 'id' }],
      events: false,
      ...everything,
    })
    return {
      name,
      email,
      staff: false as const,
      verified: verificationToken === null,
      tickets: tickets.map((ticket) => ticketHeadView(ticket, 'user')),
      customfields: await call.users.customFieldValues(actor.id),
      users: supervisor ? (await call.users.supervised(actor.id)).map(userView) : null,
    }
  },
})
