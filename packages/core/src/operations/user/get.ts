import * as v from 'valibot'
import { everything, ticketHeadView, userView } from '../../domain/index.js'
import { fail } from '../../errors.js'
import { CustomFieldValue, Ticket, User } from '../../model/index.js'
import { operation } from '../../operation/index.js'

/**
 * The calling user, with all own tickets (without their events) and, for supervisors, the users they supervise.
 *
 * @throws INVALID_CREDENTIALS for staff, who have `staff.get`.
 */
export const get = operation({
  path: '/user/get',
  permission: 'user',
  params: {},
  data: v.object({
    name: v.string(),
    email: v.string(),
    staff: v.literal(false),
    verified: v.boolean(),
    /** Oldest first. */
    tickets: v.array(Ticket),
    customfields: v.array(CustomFieldValue),
    /** Null for who never was a supervisor. */
    users: v.nullable(v.array(User)),
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
