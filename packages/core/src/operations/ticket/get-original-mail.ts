import * as v from 'valibot'
import { managesOrNot } from '../../domain/tickets/index.js'
import { openOriginal } from '../../mail/threads/index.js'
import { operation } from '../../operation/index.js'
import { id, optional, ticket } from '../../params/index.js'
import type { Download } from '../system/download.js'

/** What `/ticket/get-original-mail` takes. */
export interface GetOriginalMailParams {
  readonly ticketNumber: number
  /** The id of the comment's event. Default: the mail that opened the ticket. */
  readonly eventId?: number | undefined
}

/**
 * Returns the original mail of a ticket or comment, complete and unchanged, for staff who may see the ticket. Null if
 * it did not arrive by mail.
 *
 * @throws INVALID_TICKET when no ticket has that number; INVALID_TICKET_EVENT unless it is the id of an event;
 *   NO_PERMISSION
 */
export const getOriginalMail = operation<GetOriginalMailParams, Download | null>()({
  path: '/ticket/get-original-mail',
  permission: 'staff_1',
  answersFile: true,
  params: {
    ticket: ticket('ticketNumber', 'INVALID_TICKET'),
    /** The id of the comment's event. Default: the mail that opened the ticket. */
    eventId: optional(id('INVALID_TICKET_EVENT')),
  },
  data: v.nullable(v.custom<Download>((value) => typeof value === 'object')),
  check: (actor, { ticket }) => managesOrNot(actor, ticket),
  async read(call, { ticket, eventId }) {
    const original = await call.mailOriginals.of(ticket.id, eventId ?? null)
    const opened = original && (await openOriginal(call, original))
    if (!opened) return null
    return {
      name: `ticket-${ticket.ticketNumber}${eventId === undefined ? '' : `-${eventId}`}.eml`,
      type: 'message/rfc822',
      size: original.size,
      disposition: 'attachment' as const,
      stream: () => opened.stream(),
    }
  },
})
