import type { ListedTicket } from '@opensupports/core'
import { Link } from '../app/router.js'
import { fill } from '../app/words.js'
import { Time } from '../components/time.js'
import { useWords } from '../words/customers/index.js'
import { useStaffWords } from '../words/staff/index.js'

interface TicketListProps {
  readonly tickets: readonly ListedTicket[]
  /** The one that the keyboard has chosen. */
  readonly chosen?: number
}

/** Tickets as the team sees them in lists. */
export function TicketList({ tickets, chosen }: TicketListProps) {
  const words = useWords()
  const staffWords = useStaffWords()
  if (tickets.length === 0) return <p class="card soft">{staffWords.noTickets}</p>
  return (
    <ul class="list">
      {tickets.map((ticket, index) => {
        const { ticketNumber, title, author, owner, lastComment } = ticket
        return (
          <li key={ticketNumber} class={index === chosen ? 'chosen' : undefined}>
            <Link to={`/staff/tickets/${ticketNumber}`}>
              <div class="row">
                <strong>{title}</strong>
                {ticket.unreadStaff && <span class="badge">{staffWords.unread}</span>}
                {ticket.tags.map((tag) => (
                  <span key={tag} class="badge plain">
                    {tag}
                  </span>
                ))}
              </div>
              <div class="excerpt">{lastComment?.content ?? ticket.content}</div>
              <div class="meta">
                <span>#{ticketNumber}</span>
                <span>{ticket.closed ? words.closed : words.open}</span>
                <span>{ticket.department.name}</span>
                <span>{fill(staffWords.by, { name: author.name ?? author.email ?? '' })}</span>
                {owner && <span>→ {owner.name}</span>}
                <Time date={lastComment?.date ?? ticket.date} />
              </div>
            </Link>
          </li>
        )
      })}
    </ul>
  )
}
