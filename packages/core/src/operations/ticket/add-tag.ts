import { checkCanManage } from '../../domain/index.js'
import { fail } from '../../errors.js'
import { nothing, operation } from '../../operation.js'
import { tag, ticketNumber } from '../../params/index.js'

/**
 * Puts a tag on a ticket, open or closed. It leaves no event.
 *
 * @throws INVALID_TICKET, INVALID_TAG; NO_PERMISSION when the caller may not manage the ticket; TAG_EXISTS when it carries the tag already.
 */
export const addTag = operation({
  path: '/ticket/add-tag',
  permission: 'staff_1',
  params: { ticketNumber: ticketNumber('INVALID_TICKET'), tagId: tag('INVALID_TAG') },
  data: nothing,
  errors: ['NO_PERMISSION', 'INVALID_TICKET', 'INVALID_TAG', 'TAG_EXISTS'],
  async write(context, { ticketNumber: ticket, tagId: { id } }) {
    await checkCanManage(context, ticket)
    if (!(await context.storage.tickets.addTag(ticket.id, id))) fail('TAG_EXISTS')
    return null
  },
})
