import * as v from 'valibot'
import { managesOrNot } from '../../domain/tickets/index.js'
import { operation } from '../../operation/index.js'
import { flag, ticket } from '../../params/index.js'

/** What `/ticket/looking` takes. */
export interface LookingParams {
  readonly ticketNumber: number
  /** Whether the caller is writing an answer. */
  readonly writing?: boolean | undefined
}

/** One entry of what `/ticket/looking` answers. */
export interface LookingEntry {
  readonly id: number
  readonly name: string
  readonly writing: boolean
}

/** How long a record lasts, in milliseconds. */
const lasts = 30_000

/** The most members in an answer. */
const most = 20

/**
 * Records that the caller has a ticket open. Returns the other staff members who have it open: at most 20, by id. A
 * record expires after 30 seconds, so a client that shows the ticket repeats the call every 10 seconds. Emits no event,
 * and does not change the ticket.
 *
 * @throws INVALID_TICKET when no ticket has that number; NO_PERMISSION when the caller may not manage it.
 */
export const looking = operation<LookingParams, LookingEntry[]>()({
  path: '/ticket/looking',
  permission: 'staff_1',
  params: { ticket: ticket('ticketNumber', 'INVALID_TICKET'), writing: flag() },
  data: v.array(v.object({ id: v.number(), name: v.string(), writing: v.boolean() })),
  check: (actor, { ticket }) => managesOrNot(actor, ticket),
  async write(tx, { ticket, writing }) {
    const { actor, now } = tx
    const until = new Date(now.getTime() + lasts)
    await tx.viewers.put({ ticketId: ticket.id, staffId: actor.id, isWriting: writing, until })
    const others: LookingEntry[] = []
    for (const { staffId, isWriting } of await tx.viewers.of(ticket.id, now, most + 1)) {
      const member = staffId === actor.id ? undefined : await tx.staff.byId(staffId)
      if (member && others.length < most) others.push({ id: staffId, name: member.name, writing: isWriting })
    }
    return others
  },
})
