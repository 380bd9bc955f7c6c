import type { EventAuthor, Ticket, TicketAuthor, TicketEvent, TicketOwner } from '../model/index.js'
import { withoutTags } from '../params/index.js'
import type { Person, StoredEvent, TicketDetails } from '../storage/index.js'

/** A ticket as a reader sees it: private comments are for staff alone. */
export function ticketView(ticket: TicketDetails, reader: { readonly staff: boolean }): Ticket {
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
    language: ticket.language,
    unread: ticket.unread,
    unreadStaff: ticket.unreadStaff,
    closed: ticket.closed,
    author: authorView(ticket),
    owner: ticket.owner && ownerView(ticket.owner),
    events: ticket.events.filter((event) => reader.staff || !event.private).map(eventView),
    tags: [...ticket.tags],
    edited: ticket.editedContent,
    editedTitle: ticket.editedTitle,
    unproved: ticket.unproved,
  }
}

/** A ticket as lists show its head: text without tags, no events. */
export const ticketHeadView = (ticket: TicketDetails): Ticket => ({
  ...ticketView({ ...ticket, events: [] }, { staff: false }),
  content: withoutTags(ticket.content),
})

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
  private: event.private,
  edited: event.edited,
  id: event.id,
})
