import { managesOrNot } from '../../domain/tickets/index.js'
import { fail } from '../../errors.js'
import { nothing, operation } from '../../operation/index.js'
import { tag, ticket } from '../../params/index.js'

/** What `/ticket/remove-tag` takes. */
export interface RemoveTagParams {
  readonly ticketNumber: number
  readonly tagId: number
}

/**
 * Removes a tag from a ticket. Adds no event.
 *
 * @throws INVALID_TICKET, INVALID_TAG; NO_PERMISSION when the caller may not manage the ticket; INVALID_TAG also when
 *   it does not carry the tag.
 */
export const removeTag = operation<RemoveTagParams, null>()({
  path: '/ticket/remove-tag',
  permission: 'staff_1',
  params: { ticket: ticket('ticketNumber', 'INVALID_TICKET'), tag: tag('tagId', 'INVALID_TAG') },
  data: nothing,
  check: (actor, { ticket }) => managesOrNot(actor, ticket),
  async write(tx, { ticket, tag: { id } }) {
    if (!(await tx.tickets.removeTag(ticket.id, id))) fail('INVALID_TAG')
    tx.emit('ticket.untagged', { ticketNumber: ticket.ticketNumber, tagId: id })
    return null
  },
})
