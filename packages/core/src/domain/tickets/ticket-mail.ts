import type { Tx } from '../../call/index.js'
import type { StoredTicket } from '../../storage/index.js'
import { isAuthor, isOwner } from './ticket-access.js'

type TicketHead = Pick<
  StoredTicket,
  'ticketNumber' | 'title' | 'language' | 'author' | 'authorName' | 'authorEmail' | 'owner'
>

/** Returns who gets mails on the author's side: the account, or the address that came with the ticket. */
const authorAddress = ({ author, authorName, authorEmail }: TicketHead) => ({
  to: author?.email ?? authorEmail ?? '',
  name: author?.name ?? authorName ?? '',
})

/**
 * Notifies the author that the ticket was created, with the number that guests need, or that it is closed.
 *
 * @param options.quotes false for an unproved address: the mail has the address and the number instead of the sent name
 *   and title, which may be a stranger's words. Default true
 */
export function mailTicketAuthor(
  tx: Tx,
  ticket: TicketHead,
  template: 'TICKET_CREATED' | 'TICKET_CLOSED',
  { quotes = true }: { readonly quotes?: boolean } = {},
): void {
  if (!tx.canMail()) return
  const { to, name } = authorAddress(ticket)
  tx.mail({
    template,
    to,
    language: ticket.language,
    variables: {
      to,
      name: quotes ? name : to,
      ticketNumber: String(ticket.ticketNumber),
      title: quotes ? ticket.title : `#${ticket.ticketNumber}`,
      url: tx.siteUrl,
    },
  })
}

/** Notifies department members who opted in to new-ticket mail. */
export async function mailTicketCreatedStaff(tx: Tx, ticket: TicketHead, departmentId: number) {
  if (!tx.canMail()) return
  const { language } = tx.settings
  const { name } = authorAddress(ticket)
  for (const { email: to } of await tx.staff.toNotify(departmentId)) {
    tx.mail({
      template: 'TICKET_CREATED_STAFF',
      to,
      language,
      variables: {
        to,
        name,
        ticketNumber: String(ticket.ticketNumber),
        title: ticket.title,
      },
    })
  }
}

/**
 * Notifies the author and the owner of a comment, at most once each and never the person who wrote it. Private comments
 * go to the owner only.
 */
export function mailTicketResponded(
  tx: Tx,
  ticket: TicketHead,
  comment: { readonly content: string; readonly private: boolean },
): void {
  if (!tx.canMail()) return
  const { mandatoryLogin } = tx.settings
  const author = authorAddress(ticket)
  const receivers: { to: string; name: string; staff: boolean }[] = []
  if (!comment.private && !isAuthor(tx.actor, { ...ticket, department: null })) {
    receivers.push({ ...author, staff: ticket.author?.kind === 'staff' })
  }
  const { owner } = ticket
  const ownerIsAuthor = ticket.author?.kind === 'staff' && ticket.author.id === owner?.id
  if (owner && !isOwner(tx.actor, ticket) && !(ownerIsAuthor && receivers.length > 0)) {
    receivers.push({ to: owner.email, name: owner.name, staff: true })
  }
  for (const { to, name, staff } of receivers) {
    const checkPage = `${tx.siteUrl}/check-ticket/${ticket.ticketNumber}/${encodeURIComponent(to)}`
    tx.mail({
      template: 'TICKET_RESPONDED',
      to,
      language: ticket.language,
      variables: {
        to,
        name,
        title: ticket.title,
        ticketNumber: String(ticket.ticketNumber),
        content: comment.content,
        url: staff || mandatoryLogin ? tx.siteUrl : checkPage,
      },
    })
  }
}

/**
 * Notifies department members who opted in to new-ticket mail that a ticket without an owner was reopened. An owner
 * gets the mail about the comment instead.
 */
export async function mailTicketReopened(
  tx: Tx,
  ticket: TicketHead & Pick<StoredTicket, 'department'>,
  content: string,
) {
  if (!tx.canMail() || ticket.owner || !ticket.department) return
  for (const { email: to, name } of await tx.staff.toNotify(ticket.department.id)) {
    tx.mail({
      template: 'TICKET_RESPONDED',
      to,
      language: ticket.language,
      variables: {
        to,
        name,
        title: ticket.title,
        ticketNumber: String(ticket.ticketNumber),
        content,
        url: tx.siteUrl,
      },
    })
  }
}
