import type { Context } from '../../domain/index.js'
import {
  checkCanManage,
  checkUploads,
  cleanHtml,
  filesGone,
  isAuthor,
  rememberFileNames,
  removeFiles,
  withImageLinks,
  withoutImagePlaces,
  withStoredUploads,
  writeLog,
} from '../../domain/index.js'
import { fail } from '../../errors.js'
import { nothing, operation } from '../../operation.js'
import { content, flexibleId, images, optional, ticketNumber } from '../../params/index.js'
import { accountOf, type StaffActor, type TicketActor, type UserActor } from '../../session.js'
import type { EventOfTicket, Storage, StoredTicket } from '../../storage/index.js'

type Editor = Context<UserActor | StaffActor | TicketActor>

/**
 * Replaces the text of the caller's own newest comment, or of the caller's own ticket while nobody has commented it.
 * Comments that the caller cannot see do not count. Pictures that nothing in the ticket shows any more are removed.
 *
 * @throws INVALID_CONTENT; INVALID_TICKET when neither event nor ticket exists; NO_PERMISSION when the caller is not
 * the author, or may not manage the ticket any more; INVALID_TICKET_EVENT for what is no comment, not the
 * newest one, or on a closed ticket; TICKET_CONTENT_CANNOT_BE_EDITED; INVALID_FILE.
 */
export const editComment = operation({
  path: '/ticket/edit-comment',
  permission: 'user',
  ticketSession: true,
  params: {
    /** Rich text: HTML, cleaned. At most 10,000 bytes without tags. */
    content: content('INVALID_CONTENT'),
    /** Edits the text of this ticket, where `ticketEventId` names no event. */
    ticketNumber: optional(ticketNumber('INVALID_TICKET')),
    /** Edits this comment. */
    ticketEventId: flexibleId(),
    /** Pictures for the places `IMAGE_PATH_0`, … */
    images: images('INVALID_FILE'),
  },
  data: nothing,
  errors: [
    'NO_PERMISSION',
    'INVALID_CONTENT',
    'INVALID_TICKET',
    'INVALID_TICKET_EVENT',
    'TICKET_CONTENT_CANNOT_BE_EDITED',
    'INVALID_FILE',
  ],
  async run(context, { content, ticketNumber, ticketEventId, images }) {
    const { storage } = context
    const named = { ticketNumber: ticketNumber?.ticketNumber, eventId: ticketEventId }
    const { ticket } = await editable(context, storage, named)
    const uploads = await checkUploads(context, { images })
    const cleaned = cleanHtml(content)
    const apiUrl = await context.apiUrl()
    const unused = await withStoredUploads(context, uploads, `t${ticket.ticketNumber}`, (stored) =>
      storage.transaction(async (tx) => {
        // Somebody may have answered since it was looked at, or rights may have changed.
        const { ticket, event } = await editable(context, tx, named)
        const text = withoutImagePlaces(withImageLinks(cleaned, stored.images, apiUrl))
        const edited = event
          ? await tx.tickets.editEvent(event.id, text)
          : await tx.tickets.update(ticket.id, { content: text, editedContent: true })
        if (!edited) fail(event ? 'INVALID_TICKET_EVENT' : 'INVALID_TICKET')
        await rememberFileNames(tx, stored)
        await writeLog(tx, context, 'EDIT_COMMENT', ticket.ticketNumber)
        const { content: before } = event ?? ticket
        return filesGone(ticket.ticketNumber, before, await tx.tickets.contentsAndFiles(ticket.id))
      }),
    )
    await removeFiles(context, unused)
    return null
  },
})

/**
 * Returns what is to be edited: the comment, else the ticket.
 *
 * @throws INVALID_TICKET, INVALID_TICKET_EVENT, NO_PERMISSION, TICKET_CONTENT_CANNOT_BE_EDITED
 */
async function editable(
  { actor }: Editor,
  storage: Storage,
  { ticketNumber, eventId }: { ticketNumber: number | undefined; eventId: number | undefined },
): Promise<{ ticket: StoredTicket; event: EventOfTicket | undefined }> {
  const event = eventId === undefined ? undefined : await storage.tickets.eventById(eventId)
  const number = event?.ticketNumber ?? ticketNumber
  const ticket = number === undefined ? undefined : await storage.tickets.byNumber(number)
  if (!ticket) return fail(event ? 'INVALID_TICKET_EVENT' : 'INVALID_TICKET')
  if (!isWriter(actor, ticket, event)) fail('NO_PERMISSION')
  await checkCanManage({ actor, storage }, ticket)
  const newest = await storage.tickets.lastComment(ticket.id, { includePrivate: actor.kind === 'staff' })
  if (!event && newest) fail('TICKET_CONTENT_CANNOT_BE_EDITED')
  if (event && (event.type !== 'COMMENT' || ticket.closed || newest?.id !== event.id))
    fail('INVALID_TICKET_EVENT')
  return { ticket, event }
}

function isWriter(actor: Editor['actor'], ticket: StoredTicket, event: EventOfTicket | undefined): boolean {
  if (!event) return isAuthor(actor, ticket)
  const { kind, id } = accountOf(actor)
  return event.author?.kind === kind && event.author.id === id
}
