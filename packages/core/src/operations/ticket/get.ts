import * as v from 'valibot'
import { managesOrNot, ticketView } from '../../domain/tickets/index.js'
import type { Ticket, TicketEvent } from '../../model/index.js'
import { eventFields, nativeOnly, ticketFields } from '../../model/schemas/index.js'
import { operation } from '../../operation/index.js'
import { eventsLimit, id, optional, ticket } from '../../params/index.js'

/** What `/ticket/get` takes. */
export interface GetTicketParams {
  readonly ticketNumber: number
  /** The id of an event: only earlier ones. Default: the newest events. */
  readonly eventsBefore?: number | undefined
  /** The most events, 1 to 200. Default: 100. */
  readonly eventsLimit?: number | undefined
}

/** An event in what `/ticket/get` answers. */
export interface GetTicketEvent extends TicketEvent {
  /** Whether it came by mail, which `/ticket/get-original-mail` returns. Always false for users. */
  readonly hasOriginalMail: boolean
}

/** What `/ticket/get` answers. */
export interface GetTicketAnswer extends Ticket {
  readonly events: GetTicketEvent[]
  /** Whether it came by mail, which `/ticket/get-original-mail` returns. Always false for users. */
  readonly hasOriginalMail: boolean
  /** The names of the operations that the caller may call for this ticket now, such as `ticket.close`. */
  readonly allowed: string[]
}

/**
 * Returns a ticket with the newest page of its history, oldest first. If there are earlier events, `earlierEvents` is
 * what to send as `eventsBefore` for the page before. Only staff see private comments. Reading clears no unread flag:
 * use `seen`. Clients of 4.11 get the whole history.
 *
 * @throws NO_PERMISSION when there is no such ticket or the caller may not manage it: the code does not reveal which;
 *   INVALID_EVENTS_BEFORE, INVALID_EVENTS_LIMIT
 */
export const get = operation<GetTicketParams, GetTicketAnswer>()({
  path: '/ticket/get',
  permission: 'user',
  ticketSession: true,
  params: {
    ticket: ticket('ticketNumber', 'NO_PERMISSION'),
    eventsBefore: optional(id('INVALID_EVENTS_BEFORE')),
    eventsLimit: optional(eventsLimit('INVALID_EVENTS_LIMIT'), 100),
  },
  data: v.object({
    ...ticketFields,
    events: v.array(v.object({ ...eventFields, hasOriginalMail: nativeOnly(v.boolean()) })),
    hasOriginalMail: nativeOnly(v.boolean()),
    allowed: nativeOnly(v.array(v.string())),
  }),
  async legacyData(data, call, { ticket }) {
    if (data.earlierEvents === null) return data
    const details = await call.tickets.detailsByNumber(ticket.ticketNumber)
    return details ? answerOf(ticketView(details, call.actor.kind), [], []) : data
  },
  check: (actor, { ticket }) => managesOrNot(actor, ticket),
  async read(call, { ticket, eventsBefore, eventsLimit }) {
    const { details, hasEarlier } = await call.tickets.detailsOf(ticket, {
      before: eventsBefore,
      limit: eventsLimit,
      private: call.actor.kind === 'staff',
    })
    const view = ticketView(details, call.actor.kind, hasEarlier)
    const [first = 0, last = 0] = [view.events[0]?.id, view.events.at(-1)?.id]
    // 4.11's answers have no such field.
    const isAsked = call.actor.kind === 'staff' && call.wire === 'native'
    const mailed = isAsked ? await call.mailOriginals.eventsOf(ticket.id, first, last) : []
    return answerOf(view, mailed, call.allowedOn(call, ticket))
  },
})

/**
 * Adds fields to a ticket that nobody else holds. Copying so many fields would take many times as long.
 *
 * @param mailed the ids of the comments that came by mail, and null if the ticket did
 */
function answerOf(view: Ticket, mailed: readonly (number | null)[], allowed: string[]): GetTicketAnswer {
  const hasMail = new Set(mailed)
  const events = view.events.map((event) => Object.assign(event, { hasOriginalMail: hasMail.has(event.id) }))
  return Object.assign(view, { events, hasOriginalMail: hasMail.has(null), allowed })
}
