import {
  accountOf,
  type Reader,
  type StaffActor,
  type TicketActor,
  type Tx,
  type UserActor,
} from '../../call/index.js'
import {
  checkUploads,
  filesGone,
  rememberFileNames,
  removeFiles,
  storeUploads,
  withImageLinks,
  withoutImagePlaces,
} from '../../domain/files/index.js'
import { cleanHtml } from '../../domain/helpdesk/index.js'
import { checkHistorySize, isAuthor, managesOrNot } from '../../domain/tickets/index.js'
import { fail } from '../../errors.js'
import { nothing, operation } from '../../operation/index.js'
import {
  type ContentInput,
  content,
  images,
  type NamedEvent,
  optional,
  ticket,
  ticketEvent,
} from '../../params/index.js'
import type { Upload } from '../../platform/index.js'
import type { EventOfTicket, StoredTicket } from '../../storage/index.js'

type Editor = UserActor | StaffActor | TicketActor

/** What `/ticket/edit-comment` takes. */
export interface EditCommentParams {
  /** HTML, which is cleaned, or `{ text }` or `{ markdown }`. At most 10,000 bytes, not counting tags. */
  readonly content: ContentInput
  /** The ticket whose opening text is edited, if `ticketEventId` is left out. */
  readonly ticketNumber?: number | undefined
  /** The id of the comment's event. */
  readonly ticketEventId?: number | undefined
  /** Pictures for the places `IMAGE_PATH_0`, … */
  readonly images?: readonly Upload[] | undefined
}

/**
 * Replaces the text of the caller's own newest comment, or of the caller's own ticket while nobody has commented it.
 * Comments that the caller cannot see do not count. Pictures that nothing in the ticket shows any more are removed.
 *
 * @throws INVALID_CONTENT, as in `/ticket/comment`; INVALID_TICKET when neither event nor ticket exists; NO_PERMISSION
 * when the caller is not the author, or may not manage the ticket any more; INVALID_TICKET_EVENT for what is no comment,
 * not the newest one, or on a closed ticket; TICKET_CONTENT_CANNOT_BE_EDITED; INVALID_FILE.
 */
export const editComment = operation<EditCommentParams, null>()({
  path: '/ticket/edit-comment',
  permission: 'user',
  ticketSession: true,
  params: {
    /** HTML, which is cleaned, or `{ text }` or `{ markdown }`. At most 10,000 bytes, not counting tags. */
    content: content('INVALID_CONTENT'),
    /** Edits the text of this ticket, unless `ticketEventId` names an event. */
    ticket: optional(ticket('ticketNumber', 'INVALID_TICKET')),
    /** Edits this comment. */
    event: ticketEvent('ticketEventId'),
    /** Pictures for the places `IMAGE_PATH_0`, … */
    images: images('INVALID_FILE'),
  },
  data: nothing,
  errors: ['INVALID_TICKET_EVENT', 'TICKET_CONTENT_CANNOT_BE_EDITED'],
  check(actor, { ticket, event: named }) {
    const subject = named ? named.ticket : ticket
    if (!subject) return undefined
    return isWriter(actor, subject, named?.event) ? managesOrNot(actor, subject) : 'NO_PERMISSION'
  },
  async prepare(call, params) {
    const { content, images } = params
    const { ticket } = await editable(call, params)
    const uploads = await checkUploads(call, { images })
    const stored = await storeUploads(call, uploads, `t${ticket.ticketNumber}`)
    const text = withoutImagePlaces(withImageLinks(await cleanHtml(content), stored.images, call.apiUrl))
    return { stored, text }
  },
  async write(tx, params, { stored, text }) {
    const { ticket, event } = await editable(tx, params)
    await checkHistorySize(tx, ticket, text)
    if (event) await tx.tickets.editEvent(event.id, text)
    else await tx.tickets.update(ticket.id, { content: text, editedContent: true })
    await rememberFileNames(tx, stored)
    await tx.log('EDIT_COMMENT', ticket.ticketNumber)
    const { content: before } = event ?? ticket
    const unused = filesGone(ticket.ticketNumber, before, await tx.tickets.contentsAndFiles(ticket.id))
    tx.afterCommit((call) => removeFiles(call, unused))
    emitEdited(tx, ticket, event)
    return null
  },
})

function emitEdited(tx: Tx, { ticketNumber }: StoredTicket, event: EventOfTicket | undefined) {
  if (!event) return tx.emit('ticket.edited', { ticketNumber, changed: ['content'] })
  return tx.emit('ticket.commentEdited', {
    ticketNumber,
    commentId: event.id,
    private: event.private === true,
  })
}

/**
 * Returns what is to be edited: the comment, else the ticket.
 *
 * @throws INVALID_TICKET, INVALID_TICKET_EVENT, TICKET_CONTENT_CANNOT_BE_EDITED
 */
async function editable(
  { actor, tickets }: Reader<Editor>,
  {
    ticket: alone,
    event: named,
  }: {
    readonly ticket?: StoredTicket | undefined
    readonly event?: NamedEvent | undefined
  },
): Promise<{ ticket: StoredTicket; event: EventOfTicket | undefined }> {
  const event = named?.event
  const ticket = named ? named.ticket : alone
  if (!ticket) return fail(event ? 'INVALID_TICKET_EVENT' : 'INVALID_TICKET')
  const newest = await tickets.lastComment(ticket.id, { includePrivate: actor.kind === 'staff' })
  if (!event && newest) fail('TICKET_CONTENT_CANNOT_BE_EDITED')
  if (event && (event.type !== 'COMMENT' || ticket.closed || newest?.id !== event.id))
    fail('INVALID_TICKET_EVENT')
  return { ticket, event }
}

function isWriter(actor: Editor, ticket: StoredTicket, event: EventOfTicket | undefined): boolean {
  if (!event) return isAuthor(actor, ticket)
  const { kind, id } = accountOf(actor)
  return event.author?.kind === kind && event.author.id === id
}
