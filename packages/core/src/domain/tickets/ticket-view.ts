import type { Actor } from '../../call/index.js'
import type { EventAuthor, Ticket, TicketAuthor, TicketEvent, TicketOwner } from '../../model/index.js'
import { withoutTags } from '../../params/index.js'
import type { Person, StoredEvent, TicketDetails } from '../../storage/index.js'

type Viewer = Actor['kind']

/**
 * Returns a ticket as a reader sees it. Only staff see private comments and the unread flag of staff. A ticket session
 * sees what its guest sent, and nothing of the account with that address.
 */
export function ticketView(details: TicketDetails, reader: Viewer): Ticket {
  const ticket = reader === 'ticket' ? asSent(details) : details
  return {
    ticketNumber: ticket.ticketNumber,
    title: ticket.title,
    content: ticket.content,
    department: {
      id: ticket.department?.id ?? null,
      name: ticket.department?.name ?? null,
    },
    date: ticket.date,
    file: ticket.file,
    fileName: ticket.fileName,
    language: ticket.language,
    unread: ticket.unread,
    unreadStaff: reader === 'staff' && ticket.unreadStaff,
    closed: ticket.closed,
    author: authorView(ticket),
    owner: ticket.owner && ownerView(ticket.owner),
    events: ticket.events.filter((event) => reader === 'staff' || !event.private).map(eventView),
    tags: [...ticket.tags],
    edited: ticket.editedContent,
    editedTitle: ticket.editedTitle,
    unproved: ticket.unproved,
  }
}

/** Returns a ticket as lists show it: content without tags and line breaks, no events. */
export const ticketHeadView = (ticket: TicketDetails, reader: Viewer): Ticket => ({
  ...ticketView({ ...ticket, events: [] }, reader),
  content: withoutTags(ticket.content.replace(/<br *\/?>/gi, ' ')),
})

/** Replaces the name and address of the author's account with those that came with the ticket. */
function asSent(ticket: TicketDetails): TicketDetails {
  const { author, authorName, authorEmail } = ticket
  if (author === null) return ticket
  const sent = { ...author, name: authorName ?? '', email: authorEmail ?? '' }
  const isAuthors = (event: StoredEvent) =>
    event.author?.kind === author.kind && event.author.id === author.id
  return {
    ...ticket,
    author: sent,
    authorCustomFields: [],
    events: ticket.events.map((event) => (isAuthors(event) ? { ...event, author: sent } : event)),
  }
}

function authorView({ author, authorName, authorEmail, authorCustomFields }: TicketDetails): TicketAuthor {
  if (!author) return { id: null, staff: false, name: authorName, email: authorEmail }
  return {
    id: author.id,
    name: author.name,
    staff: author.kind === 'staff',
    profilePic: author.profilePic,
    email: author.email,
    customfields: author.kind === 'staff' ? [] : [...authorCustomFields],
  }
}

const ownerView = ({ id, name, email, profilePic }: Person): TicketOwner => ({
  id,
  name,
  email,
  profilePic,
})

const eventAuthorView = ({ id, name, email, profilePic, kind }: Person): EventAuthor => ({
  id,
  name,
  email,
  profilePic,
  staff: kind === 'staff',
})

const eventView = (event: StoredEvent): TicketEvent => ({
  type: event.type,
  content: event.content,
  author: event.author && eventAuthorView(event.author),
  date: event.date,
  file: event.file,
  fileName: event.fileName,
  private: event.private,
  edited: event.edited,
  id: event.id,
})
