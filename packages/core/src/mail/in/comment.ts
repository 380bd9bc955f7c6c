import { type Call, lockTicket, type Tx, transaction } from '../../call/index.js'
import { type StoredUploads, storeUploads } from '../../domain/files/index.js'
import { addComment, canManage, mailTicketReopened, reopenTicket } from '../../domain/tickets/index.js'
import { fail } from '../../errors.js'
import type { Answer } from './answer.js'
import type { MailBody } from './body.js'

/** A comment that was just stored. */
export interface NewComment {
  /** The id of its event. */
  readonly id: number
  readonly stored: StoredUploads
}

/**
 * Turns a mail into a comment. A comment from the author's side reopens a closed ticket, unless the setting
 * `reopen-on-reply` is off; otherwise nobody would notice it.
 *
 * @param alongside stores what belongs to the comment, in the same transaction
 * @returns the ticket's number
 * @throws OpenSupportsError when its sender may not comment any more
 */
export async function commentByMail(
  call: Call,
  { ticket: { ticketNumber }, actor: writer, proved }: Answer,
  { uploads, content: contentWith }: MailBody,
  alongside: (tx: Tx, comment: NewComment) => Promise<void>,
): Promise<number> {
  const stored = await storeUploads(call, uploads, `t${ticketNumber}`)
  const content = await contentWith(stored)
  await transaction({ ...call, actor: writer }, async (tx) => {
    const { actor } = tx
    const ticket = (await lockTicket(tx, ticketNumber)) ?? fail('INVALID_TICKET')
    if (!(await canManage(actor, ticket, tx))) fail('NO_PERMISSION')
    const id = await addComment(tx, ticket, { stored, content, private: false })
    if (proved && ticket.unproved) await tx.tickets.update(ticket.id, { unproved: false })
    const isAuthorsSide = actor.kind !== 'staff' || ticket.author?.kind === 'staff'
    if (ticket.closed && tx.settings.reopenOnReply && isAuthorsSide) {
      await reopenTicket(tx, ticket)
      await mailTicketReopened(tx, ticket, content)
      tx.emit('ticket.reopened', { ticketNumber })
    }
    await alongside(tx, { id, stored })
  })
  return ticketNumber
}
