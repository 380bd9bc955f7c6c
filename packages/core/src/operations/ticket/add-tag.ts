import { managesOrNot } from '../../domain/tickets/index.js'
import { fail } from '../../errors.js'
import { nothing, operation } from '../../operation/index.js'
import { tag, ticket } from '../../params/index.js'

/** What `/ticket/add-tag` takes. */
export interface AddTagParams {
  readonly ticketNumber: number
  readonly tagId: number
}

/**
 * Adds a tag to a ticket, open or closed. Adds no event.
 *
 * @throws INVALID_TICKET, INVALID_TAG; NO_PERMISSION when the caller may not manage the ticket; TAG_EXISTS when it
 *   carries the tag already.
 */
export const addTag = operation<AddTagParams, null>()({
  path: '/ticket/add-tag',
  permission: 'staff_1',
  params: { ticket: ticket('ticketNumber', 'INVALID_TICKET'), tag: tag('tagId', 'INVALID_TAG') },
  data: nothing,
  errors: ['TAG_EXISTS'],
  check: (actor, { ticket }) => managesOrNot(actor, ticket),
  async write(tx, { ticket, tag: { id } }) {
    if (!(await tx.tickets.addTag(ticket.id, id))) fail('TAG_EXISTS')
    tx.emit('ticket.tagged', { ticketNumber: ticket.ticketNumber, tagId: id })
    return null
  },
})
