import * as v from 'valibot'
import { pageOf } from '../../domain/index.js'
import { CustomFieldValue, column, TicketEventType } from '../../model/index.js'
import { operation } from '../../operation.js'
import { page } from '../../params/index.js'
import type { EventOfTicket } from '../../storage/index.js'

const pageSize = 10

/**
 * What happened last to the tickets that the caller owns or has written, newest first, 10 a page.
 *
 * @throws INVALID_PAGE
 */
export const lastEvents = operation({
  path: '/staff/last-events',
  permission: 'staff_1',
  params: { page: page('INVALID_PAGE') },
  data: v.array(
    v.object({
      type: TicketEventType,
      ticketNumber: column.number(),
      author: v.object({
        name: v.nullable(v.string()),
        staff: v.boolean(),
        id: v.nullable(column.number()),
        /** Always empty. */
        customfields: v.array(CustomFieldValue),
      }),
      edited: column.mark(),
    }),
  ),
  errors: ['NO_PERMISSION', 'INVALID_PAGE'],
  async run({ actor, storage }, { page }) {
    const events = await storage.tickets.eventsLinkedToStaff(actor.id, pageOf(page, pageSize))
    return events.map((event) => ({
      type: event.type,
      ticketNumber: event.ticketNumber,
      author: authorOf(event),
      edited: event.edited,
    }))
  },
})

/** An event whose account is gone shows the name of the ticket's author. */
function authorOf({ author, ticketAuthor, ticketAuthorName }: EventOfTicket) {
  const name = author?.name ?? ticketAuthor?.name ?? ticketAuthorName
  return { name, staff: author?.kind === 'staff', id: author?.id ?? null, customfields: [] }
}
