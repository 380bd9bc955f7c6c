import type { Actor } from '../../call/index.js'
import type {
  EventAuthor,
  ListedTicket,
  Ticket,
  TicketAuthor,
  TicketEvent,
  TicketHead,
  TicketOwner,
} from '../../model/index.js'
import { withoutTags } from '../../params/index.js'
import type { Person, StoredEvent, TicketDetails, TicketInList } from '../../storage/index.js'

type Viewer = Actor['kind']

/**
 * Returns a ticket as a reader sees it. Only staff see private comments and the unread flag of staff. A ticket session
 * sees what its guest sent, and nothing of the account with that address.
 *
 * @param hasEarlier whether the ticket has events before those in `details`
 */
export function ticketView(details: TicketDetails, reader: Viewer, hasEarlier = false): Ticket {
  const ticket = reader === 'ticket' ? asSent(details) : details
  const events = ticket.events.filter((event) => reader === 'staff' || !event.private).map(eventView)
  return Object.assign(headView(ticket, reader), {
    events,
    earlierEvents: hasEarlier ? (events[0]?.id ?? null) : null,
  })
}

/** Returns a ticket as lists show it, with plain text as its content and its last comment. */
export function listedTicketView(ticket: TicketInList, reader: 'staff' | 'user'): ListedTicket {
  const { count, last } = ticket.comments
  return Object.assign(headView(ticket, reader), {
    content: onOneLine(ticket.content),
    commentCount: count,
    lastComment: last && Object.assign(eventView(last), { content: onOneLine(last.content ?? '') }),
  })
}

/** Returns a new object each time: its callers add to it, which takes a fraction of the time of a spread. */
const headView = (ticket: TicketDetails, reader: Viewer): TicketHead => ({
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
  tags: [...ticket.tags],
  edited: ticket.editedContent,
  editedTitle: ticket.editedTitle,
  unproved: ticket.unproved,
})

const onOneLine = (html: string) => withoutTags(html.replace(/<br *\/?>/gi, ' '))

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
