import * as v from 'valibot'
import { pageOf } from '../../domain/helpdesk/index.js'
import type { CustomFieldValue, TicketEventType } from '../../model/index.js'
import { column, customFieldValueSchema, ticketEventTypeSchema } from '../../model/schemas/index.js'
import { operation } from '../../operation/index.js'
import { page } from '../../params/index.js'

const pageSize = 10

/** What `/staff/last-events` takes. */
export interface LastEventsParams {
  readonly page: number
}

/** The author of an event in what `/staff/last-events` answers. */
export interface LastEventsAuthor {
  /** The name of the ticket's author when the account is gone. */
  readonly name: string | null
  readonly staff: boolean
  /** Null when the account is gone. */
  readonly id: number | null
  /** Empty for staff. */
  readonly customfields: CustomFieldValue[]
}

/** One entry of what `/staff/last-events` answers. */
export interface LastEventsEntry {
  readonly type: TicketEventType
  readonly ticketNumber: number
  readonly author: LastEventsAuthor
  readonly edited: boolean
}

/**
 * Returns the last events of the tickets that the caller owns or wrote, newest first, 10 per page.
 *
 * @throws INVALID_PAGE
 */
export const lastEvents = operation<LastEventsParams, LastEventsEntry[]>()({
  path: '/staff/last-events',
  permission: 'staff_1',
  params: { page: page('INVALID_PAGE') },
  data: v.array(
    v.object({
      type: ticketEventTypeSchema,
      ticketNumber: column.number(),
      author: v.object({
        name: v.nullable(v.string()),
        staff: v.boolean(),
        id: v.nullable(column.number()),
        customfields: v.array(customFieldValueSchema),
      }),
      edited: column.mark(),
    }),
  ),
  async read({ actor, tickets }, { page }) {
    const events = await tickets.eventsLinkedToStaff(actor.id, pageOf(page, pageSize))
    return events.map(({ type, ticketNumber, author, authorName, authorCustomFields, edited }) => ({
      type,
      ticketNumber,
      author: {
        name: authorName,
        staff: author?.kind === 'staff',
        id: author?.id ?? null,
        customfields: [...authorCustomFields],
      },
      edited,
    }))
  },
})
