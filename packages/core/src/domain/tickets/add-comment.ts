import { accountOf, type SignedIn, type Tx } from '../../call/index.js'
import { fail } from '../../errors.js'
import type { StoredTicket } from '../../storage/index.js'
import { rememberFileNames, type StoredUploads } from '../files/index.js'
import { isAuthor, isOwner } from './ticket-access.js'
import { mailTicketResponded } from './ticket-mail.js'

/** A checked comment whose files are stored. */
export interface CommentDraft {
  readonly stored: StoredUploads
  readonly private: boolean
  /** Clean HTML, with the links of the stored uploads. */
  readonly content: string
}

/**
 * Adds a comment of the caller to a ticket, and queues the mails about it.
 *
 * @returns the id of its event
 * @throws INVALID_TICKET when the ticket is gone
 */
export async function addComment(
  tx: Tx<SignedIn>,
  ticket: StoredTicket,
  { stored, private: isPrivate, content }: CommentDraft,
): Promise<number> {
  const { actor, now } = tx
  const byStaff = actor.kind === 'staff'
  const event = {
    type: 'COMMENT' as const,
    content,
    author: accountOf(actor),
    date: now,
    file: stored.file,
    private: isPrivate,
  }
  const id = (await tx.tickets.addEvent(ticket.id, event)) ?? fail('INVALID_TICKET')
  await rememberFileNames(tx, stored)
  await tx.tickets.update(ticket.id, {
    ...(byStaff && !isPrivate ? { unread: !isAuthor(actor, ticket) } : {}),
    unreadStaff: !byStaff || !isOwner(actor, ticket),
  })
  mailTicketResponded(tx, ticket, { content, private: isPrivate })
  await tx.log('COMMENT', ticket.ticketNumber)
  tx.emit('ticket.commented', {
    ticketNumber: ticket.ticketNumber,
    commentId: id,
    private: isPrivate,
    byStaff,
  })
  return id
}
