import {
  addComment,
  type Context,
  canManage,
  mailTicketReopened,
  type NewComment,
  reopenTicket,
} from '../domain/index.js'
import { fail } from '../errors.js'
import type { Storage } from '../storage/index.js'
import type { Answer } from './answer.js'
import type { MailBody } from './body.js'

/**
 * Makes a comment of a mail. One of the author's side opens a closed ticket again, unless the setting
 * `reopen-on-reply` is off: nobody would see it else.
 *
 * @returns the ticket's number
 * @throws OpenSupportsError when its sender may not comment any more
 */
export async function commentByMail(
  context: Context,
  { ticket, actor, proved }: Answer,
  { uploads, content }: MailBody,
  alongside: (tx: Storage, comment: NewComment) => Promise<void>,
): Promise<number> {
  const { ticketNumber } = ticket
  const { reopenOnReply } = await context.settings()
  const inPerson = { ...context, actor }
  let reopened = false
  await addComment(inPerson, ticket, {
    uploads,
    content,
    private: false,
    async alongside(tx, comment) {
      const current = (await tx.tickets.byNumber(ticketNumber)) ?? fail('INVALID_TICKET')
      if (!(await canManage(actor, current, tx))) fail('NO_PERMISSION')
      if (proved && current.unproved) await tx.tickets.update(current.id, { unproved: false })
      const isAuthorsSide = actor.kind !== 'staff' || current.author?.kind === 'staff'
      if (current.closed && reopenOnReply && isAuthorsSide) {
        await reopenTicket(tx, inPerson, current)
        await mailTicketReopened(inPerson, tx, current, comment.content)
        reopened = true
      }
      await alongside(tx, comment)
    },
  })
  if (reopened) context.emit('ticket.reopened', { ticketNumber })
  return ticketNumber
}
