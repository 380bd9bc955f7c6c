import { fail } from '../errors.js'
import { type Actor, type Anonymous, accountOf } from '../session.js'
import type { Storage, StoredTicket } from '../storage/index.js'
import type { Context } from './context.js'
import { writeLog } from './log.js'
import { rememberFileNames } from './sent-names.js'
import { isAuthor, isOwner } from './ticket-access.js'
import { mailTicketResponded } from './ticket-mail.js'
import { type CheckedUploads, type StoredUploads, withStoredUploads } from './uploads.js'

/** A comment that somebody is about to make; everything in it is checked. */
export interface CommentDraft {
  readonly uploads: CheckedUploads
  readonly private: boolean
  /** Clean HTML, with the links of the stored uploads. */
  content(stored: StoredUploads): string
  /** What else is stored in the same transaction. */
  alongside?(tx: Storage, comment: NewComment): Promise<void>
}

/** A comment that was stored a moment ago. */
export interface NewComment {
  /** Of its event. */
  readonly id: number
  readonly content: string
  readonly stored: StoredUploads
}

/**
 * Stores a comment and its files, and orders the mails that tell of it.
 *
 * @throws INVALID_TICKET when the ticket is gone by now.
 */
export async function addComment(
  context: Context<Exclude<Actor, Anonymous>>,
  ticket: StoredTicket,
  draft: CommentDraft,
): Promise<void> {
  const { actor, storage, now } = context
  const { private: isPrivate } = draft
  await withStoredUploads(context, draft.uploads, `t${ticket.ticketNumber}`, (stored) =>
    storage.transaction(async (tx) => {
      const content = draft.content(stored)
      const event = {
        ...({ type: 'COMMENT', content, author: accountOf(actor) } as const),
        ...{ date: now, file: stored.file, private: isPrivate },
      }
      const id = (await tx.tickets.addEvent(ticket.id, event)) ?? fail('INVALID_TICKET')
      await rememberFileNames(tx, stored)
      await tx.tickets.update(ticket.id, {
        ...(actor.kind === 'staff' && !isPrivate ? { unread: !isAuthor(actor, ticket) } : {}),
        unreadStaff: actor.kind !== 'staff' || !isOwner(actor, ticket),
      })
      await mailTicketResponded(context, tx, ticket, { content, private: isPrivate })
      await writeLog(tx, context, 'COMMENT', ticket.ticketNumber)
      await draft.alongside?.(tx, { id, content, stored })
    }),
  )
  context.emit('ticket.commented', {
    ...{ ticketNumber: ticket.ticketNumber, private: isPrivate, byStaff: actor.kind === 'staff' },
  })
}
