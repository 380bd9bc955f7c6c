import { managesOrNot } from '../../domain/tickets/index.js'
import { nothing, operation } from '../../operation/index.js'
import { ticket, title } from '../../params/index.js'

/** What `/ticket/edit-title` takes. */
export interface EditTitleParams {
  /** 1 to 200 characters. */
  readonly title: string
  readonly ticketNumber: number
}

/**
 * Changes the title of a ticket, open or closed.
 *
 * @throws INVALID_TITLE; INVALID_TICKET when no ticket has that number; NO_PERMISSION when the caller may not manage
 *   it.
 */
export const editTitle = operation<EditTitleParams, null>()({
  path: '/ticket/edit-title',
  permission: 'user',
  ticketSession: true,
  params: { title: title('INVALID_TITLE'), ticket: ticket('ticketNumber', 'INVALID_TICKET') },
  data: nothing,
  check: (actor, { ticket }) => managesOrNot(actor, ticket),
  async write(tx, { title, ticket }) {
    await tx.tickets.update(ticket.id, { title, editedTitle: true })
    await tx.log('EDIT_TITLE', ticket.ticketNumber)
    tx.emit('ticket.edited', { ticketNumber: ticket.ticketNumber, changed: ['title'] })
    return null
  },
})
