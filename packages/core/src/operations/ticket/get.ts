import { checkCanManage, ticketView } from '../../domain/tickets/index.js'
import type { Ticket } from '../../model/index.js'
import { ticketSchema } from '../../model/schemas/index.js'
import { operation } from '../../operation/index.js'
import { ticketInFull } from '../../params/index.js'

/** What `/ticket/get` takes. */
export interface GetTicketParams {
  readonly ticketNumber: number
}

/**
 * Returns a ticket with its history. Only staff see private comments. Reading clears no unread flag: use `seen`.
 *
 * @throws NO_PERMISSION when there is no such ticket or the caller may not manage it: the code does not reveal which.
 */
export const get = operation<GetTicketParams, Ticket>()({
  path: '/ticket/get',
  permission: 'user',
  ticketSession: true,
  params: { ticket: ticketInFull('ticketNumber', 'NO_PERMISSION') },
  data: ticketSchema,
  async read(call, { ticket }) {
    await checkCanManage(call, ticket)
    return ticketView(ticket, call.actor.kind)
  },
})
