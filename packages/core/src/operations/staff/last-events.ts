import * as v from 'valibot'
import { pageOf } from '../../domain/helpdesk/index.js'
import type { CustomFieldValue, TicketEventType } from '../../model/index.js'
import { column, customFieldValueSchema, ticketEventTypeSchema } from '../../model/schemas/index.js'
import { operation } from '../../operation/index.js'
import { page } from '../../params/index.js'
import type { EventOfTicket, Storage } from '../../storage/index.js'

const pageSize = 10

/** What `/staff/last-events` takes. */
export interface LastEventsParams {
  readonly page: number
}

/** The author of an event in what `/staff/last-events` answers. */
export interface LastEventsAuthor {
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
  async read(call, { page }) {
    const { actor } = call
    const events = await call.tickets.eventsLinkedToStaff(actor.id, pageOf(page, pageSize))
    const values = await valuesOfAuthors(call, events)
    return events.map((event) => ({
      type: event.type,
      ticketNumber: event.ticketNumber,
      author: authorOf(event, values),
      edited: event.edited,
    }))
  },
})

type Values = ReadonlyMap<number, CustomFieldValue[]>

/** Returns what the users among the authors have entered in the custom fields, by their ids. */
async function valuesOfAuthors(
  { users }: Pick<Storage, 'users'>,
  events: readonly EventOfTicket[],
): Promise<Values> {
  const ids = new Set(events.flatMap(({ author }) => (author?.kind === 'user' ? author.id : [])))
  const values = new Map<number, CustomFieldValue[]>()
  for (const id of ids) values.set(id, await users.customFieldValues(id))
  return values
}

/** An event whose account is gone shows the name of the ticket's author. */
function authorOf({ author, ticketAuthor, ticketAuthorName }: EventOfTicket, values: Values) {
  return {
    name: author?.name ?? ticketAuthor?.name ?? ticketAuthorName,
    staff: author?.kind === 'staff',
    id: author?.id ?? null,
    customfields: (author?.kind === 'user' && values.get(author.id)) || [],
  }
}
