import type { Actor } from '../session.js'
import type { Storage, StoredTicket } from '../storage/index.js'
import type { Context } from './context.js'
import { readSettings } from './settings.js'
import { isAuthor, isOwner } from './ticket-access.js'

type MailContext = Pick<Context, 'mail' | 'siteUrl'>
type TicketHead = Pick<
  StoredTicket,
  'ticketNumber' | 'title' | 'language' | 'author' | 'authorName' | 'authorEmail' | 'owner'
>

/** Whom to tell about a ticket on its author's side: the account, or the address that was given with it. */
const authorAddress = ({ author, authorName, authorEmail }: TicketHead) => ({
  to: author?.email ?? authorEmail ?? '',
  name: author?.name ?? authorName ?? '',
})

/**
 * Tells the author that the ticket is there, which guests need to know its number, or that it is closed.
 *
 * @param options.quotes false for an address that nobody has proved: instead of the name and the title that came with
 *   the ticket, which may be a stranger's words, the mail has the address and the number. Default true.
 */
export async function mailTicketAuthor(
  { mail, siteUrl }: MailContext,
  storage: Storage,
  ticket: TicketHead,
  template: 'TICKET_CREATED' | 'TICKET_CLOSED',
  { quotes = true }: { readonly quotes?: boolean } = {},
): Promise<void> {
  const settings = await readSettings(storage)
  if (!mail.configured(settings)) return
  const url = siteUrl(settings)
  const { to, name } = authorAddress(ticket)
  await mail.queue(storage, {
    template,
    to,
    language: ticket.language,
    variables: {
      to,
      name: quotes ? name : to,
      ticketNumber: String(ticket.ticketNumber),
      title: quotes ? ticket.title : `#${ticket.ticketNumber}`,
      url,
    },
  })
}

/** Tells the members of the department, who asked for it, that there is a new ticket. */
export async function mailTicketCreatedStaff(
  { mail }: MailContext,
  storage: Storage,
  ticket: TicketHead,
  departmentId: number,
) {
  const settings = await readSettings(storage)
  if (!mail.configured(settings)) return
  const { language } = settings
  const { name } = authorAddress(ticket)
  for (const { email: to } of await storage.staff.toNotify(departmentId)) {
    await mail.queue(storage, {
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

/** Tells author and owner of a comment, each once, and neither of his own; private ones only the owner. */
export async function mailTicketResponded(
  { mail, siteUrl, actor }: MailContext & { actor: Actor },
  storage: Storage,
  ticket: TicketHead,
  comment: { readonly content: string; readonly private: boolean },
) {
  const settings = await readSettings(storage)
  if (!mail.configured(settings)) return
  const { mandatoryLogin } = settings
  const url = siteUrl(settings)
  const author = authorAddress(ticket)
  const receivers: { to: string; name: string; staff: boolean }[] = []
  if (!comment.private && !isAuthor(actor, { ...ticket, department: null })) {
    receivers.push({ ...author, staff: ticket.author?.kind === 'staff' })
  }
  const { owner } = ticket
  const ownerIsAuthor = ticket.author?.kind === 'staff' && ticket.author.id === owner?.id
  if (owner && !isOwner(actor, ticket) && !(ownerIsAuthor && receivers.length > 0)) {
    receivers.push({ to: owner.email, name: owner.name, staff: true })
  }
  for (const { to, name, staff } of receivers) {
    const checkPage = `${url}/check-ticket/${ticket.ticketNumber}/${encodeURIComponent(to)}`
    await mail.queue(storage, {
      template: 'TICKET_RESPONDED',
      to,
      language: ticket.language,
      variables: {
        ...{
          to,
          name,
          title: ticket.title,
          ticketNumber: String(ticket.ticketNumber),
        },
        ...{
          content: comment.content,
          url: staff || mandatoryLogin ? url : checkPage,
        },
      },
    })
  }
}

/**
 * Notifies department members who opted in to new-ticket mail that a ticket without an owner is open again. An owner
 * hears of it by the mail about the comment.
 */
export async function mailTicketReopened(
  { mail, siteUrl }: MailContext,
  storage: Storage,
  ticket: TicketHead & Pick<StoredTicket, 'department'>,
  content: string,
) {
  const settings = await readSettings(storage)
  if (!mail.configured(settings) || ticket.owner || !ticket.department) return
  for (const { email: to, name } of await storage.staff.toNotify(ticket.department.id)) {
    await mail.queue(storage, {
      template: 'TICKET_RESPONDED',
      to,
      language: ticket.language,
      variables: {
        to,
        name,
        title: ticket.title,
        ticketNumber: String(ticket.ticketNumber),
        content,
        url: siteUrl(settings),
      },
    })
  }
}
